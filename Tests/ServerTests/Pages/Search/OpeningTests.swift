import Foundation
import Marketplace
import Matching
import Testing

@testable import Server

struct OpeningTests {
    /// Monday to Saturday, 9:00 to 20:00.
    private static let hours: WeeklyHours = {
        let midnights: [Int32] = (0..<6).map { $0 * 1440 }
        return WeeklyHours(ranges: midnights.map { midnight in midnight + 540..<midnight + 1200 })
    }()
    private static let formats = Formats(Site.current[.english].words)

    /// The 5th of January 1970 was a Monday.
    private static func time(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Date {
        let seconds: Int = (3 + day) * 86_400 + hour * 3600 + minute * 60 - 19_800
        return Date(timeIntervalSince1970: Double(seconds))
    }

    private static func text(_ times: OpeningTimes, _ now: Date) -> String? {
        formats.opening(times, at: now)?.text.replacing("\u{202F}", with: " ")
    }

    @Test func `it is told until when a centre is open, or when it opens`() {
        let times = OpeningTimes(hours: Self.hours)
        #expect(Self.text(times, Self.time(1, 10)) == "Open until 8:00 pm")
        #expect(Self.text(times, Self.time(1, 7)) == "Closed, opens at 9:00 am")
        #expect(Self.text(times, Self.time(1, 21)) == "Closed, opens tomorrow at 9:00 am")
        #expect(Self.text(times, Self.time(6, 21)) == "Closed, opens on Monday at 9:00 am")
        #expect(Self.text(times, Self.time(7, 12)) == "Closed, opens tomorrow at 9:00 am")
        #expect(Self.text(OpeningTimes(hours: WeeklyHours(ranges: [])), Self.time(1, 10)) == nil)
    }

    @Test func `a closure counts before the hours`() {
        let closed = ClosedTimes(ranges: [Self.time(1, 12)..<Self.time(10, 0)])
        let times = OpeningTimes(hours: Self.hours, closed: closed)
        #expect(Self.text(times, Self.time(1, 10)) == "Open until 12:00 pm")
        #expect(Self.text(times, Self.time(1, 13)) == "Closed, opens on 14 Jan 1970 at 9:00 am")
    }

    @Test func `day and night is that, also when a closure is far off`() {
        let always = WeeklyHours(ranges: [0..<WeeklyHours.minutesPerWeek])
        #expect(Self.text(OpeningTimes(hours: always), Self.time(2, 3)) == "Open day and night")
        let closed = ClosedTimes(ranges: [Self.time(6, 0)..<Self.time(7, 0)])
        #expect(Self.text(OpeningTimes(hours: always, closed: closed), Self.time(2, 3)) == "Open")
        #expect(Self.formats.week(always).map(\.times) == Array(repeating: "Open day and night", count: 7))
    }

    @Test func `the week has a line for each day`() {
        let week = Self.formats.week(Self.hours)
        #expect(week.map(\.days) == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
        #expect(week.map(\.isClosed) == [false, false, false, false, false, false, true])
    }

    @Test func `the weekday is that of India`() {
        #expect(Formats.weekday(Self.time(1, 0)) == 1 && Formats.weekday(Self.time(7, 23, 59)) == 7)
    }
}
