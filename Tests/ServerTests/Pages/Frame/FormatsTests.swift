import Foundation
import Marketplace
import Matching
import Testing

@testable import Server

struct FormatsTests {
    private let english = Formats(Site.current[.english].words)
    private let tamil = Formats(Site.current[.tamil].words)

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (123_456, "1,23,456"), (12_345_678, "1,23,45,678"),
        (-100_000, "-1,00,000"),
    ])
    func `numbers are grouped by lakhs and crores`(number: Int, text: String) {
        #expect(english.number(number) == text && tamil.number(number) == text)
    }

    @Test(arguments: [
        (0, "₹0"), (45_000, "₹450"), (12_345_650, "₹1,23,456.50"), (5, "₹0.05"), (-150, "-₹1.50"),
    ])
    func `rupees have paise only where there are some`(paise: Int, text: String) {
        #expect(english.rupees(paise: Int64(paise)) == text && tamil.rupees(paise: Int64(paise)) == text)
    }

    @Test(arguments: [
        (0, "0 m"), (4, "0 m"), (846, "850 m"), (994, "990 m"), (996, "1 km"), (1440, "1.4 km"), (99_940, "99.9 km"),
        (99_960, "100 km"), (412_300, "412 km"),
    ])
    func `distances are as exact as a traveller needs`(distance_m: Double, text: String) {
        #expect(english.distance(distance_m) == text)
        #expect(tamil.distance(distance_m).hasSuffix(text.hasSuffix("km") ? "கி.மீ." : "மீ"))
    }

    @Test func `days and times are those of India`() {
        let date = Date(timeIntervalSince1970: 1_795_977_900)  // 2026-11-29T18:45:00Z
        #expect(english.date(date) == "30 Nov 2026")
        #expect(english.time(date) == "12:15 am" && tamil.time(date) == "இரவு 12:15")
        #expect(tamil.date(date) == "30 நவம்பர், 2026")
        #expect(english.dateAndTime(date + 12 * 3600) == "30 Nov 2026, 12:15 pm")
        #expect(tamil.clock(1100) == "மாலை 6:20" && tamil.clock(540) == "காலை 9:00" && english.clock(719) == "11:59 am")
        #expect(english.weekday(1) == "Monday" && english.weekday(7, isShort: true) == "Sun")
        #expect(tamil.weekday(1) == "திங்கள்")
        #expect(english.machineTime(date) == "2026-11-30T00:15:00+05:30")
    }

    @Test func `days with the same hours stand in one line`() {
        let day: Range<Int32> = 540..<1140
        func at(_ weekday: Int32) -> Range<Int32> { day.lowerBound + weekday * 1440..<day.upperBound + weekday * 1440 }
        let hours = WeeklyHours(uniting: (0..<6).map(at))
        let lines = english.hours(hours).map { "\($0.days) \($0.times)" }
        #expect(lines == ["Mon–Sat 9:00 am – 7:00 pm", "Sun Closed"])
        #expect(english.hours(WeeklyHours(uniting: (0..<7).map(at))).map(\.days) == ["Every day"])
        #expect(english.hours(WeeklyHours(ranges: [])).isEmpty)
        #expect(english.hours(WeeklyHours(ranges: [0..<10_080])).map(\.times) == ["Open day and night"])
        #expect(tamil.hours(hours).last?.times == "மூடியிருக்கும்")
    }

    @Test func `hours past midnight stand on the day on which they began`() {
        // Monday 20:00 to Tuesday 02:00; Sunday 22:00 to Monday 01:00.
        let hours = WeeklyHours(uniting: [1200..<1560, 9960..<10_080, 0..<60])
        let lines = english.hours(hours).map { "\($0.days) \($0.times)" }
        #expect(lines == ["Mon 8:00 pm – 2:00 am", "Tue–Sat Closed", "Sun 10:00 pm – 1:00 am"])
    }

    @Test func `phone numbers and names`() {
        #expect(english.phone("+914428521234") == "044-2852 1234")
        #expect(english.phone("+914222345678") == "0422-234 5678" && english.phone("+914562234567") == "04562-23 4567")
        #expect(english.phone("+919876543210") == "98765 43210" && english.phone("+12") == "+12")
        #expect(Named("Madurai", tamil: "மதுரை", in: .tamil) == Named("மதுரை", in: .english))
        #expect(Named("Madurai", tamil: "மதுரை", in: .english).lang == "en")
        #expect(Named("Madurai", in: .tamil).lang == "en" && Named("மதுரை", in: .english).lang == "ta")
    }
}
