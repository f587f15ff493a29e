import Foundation
import Marketplace

extension Formats {
    static let kolkata = TimeZone(identifier: "Asia/Kolkata") ?? .gmt

    /// `29 Nov 2026`, and in Tamil with the month in full, as it is written there.
    func date(_ date: Date) -> String {
        date.formatted(style.day().month(language == .tamil ? .wide : .abbreviated).year())
    }

    /// `6:05 pm`; in Tamil the part of the day stands before it.
    func time(_ date: Date) -> String {
        // India has no daylight saving.
        let local_s = date.timeIntervalSince1970 + 19_800
        return clock(Int((local_s - (local_s / 86_400).rounded(.down) * 86_400) / 60))
    }

    /// - Parameter minute: Since midnight, below 1440.
    func clock(_ minute: Int) -> String {
        let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
        let part =
            switch hour {
            case 0..<5: "before_dawn"
            case 5..<12: "morning"
            case 12..<16: "afternoon"
            case 16..<19: "evening"
            default: "night"
            }
        let digits = "\((hour + 11) % 12 + 1):" + (rest < 10 ? "0" : "") + String(rest)
        return words.text("frame.time.\(part)", ["time": digits])
    }

    /// `29 Nov 2026, 6:05 pm`.
    func dateAndTime(_ date: Date) -> String { "\(self.date(date)), \(time(date))" }

    /// `14 Jan 2027 – 17 Jan 2027` for whole days, the last one included; else with the times.
    func period(_ range: Range<Date>) -> String {
        guard Self.isMidnight(range.lowerBound), Self.isMidnight(range.upperBound) else {
            return "\(dateAndTime(range.lowerBound)) – \(dateAndTime(range.upperBound))"
        }
        let (from, to) = (date(range.lowerBound), date(range.upperBound.addingTimeInterval(-1)))
        return from == to ? from : "\(from) – \(to)"
    }

    private static func isMidnight(_ date: Date) -> Bool {
        (date.timeIntervalSince1970 + 19_800).truncatingRemainder(dividingBy: 86_400) == 0
    }

    /// - Parameter weekday: 1 = Monday ... 7 = Sunday.
    func weekday(_ weekday: Int, isShort: Bool = false) -> String {
        // The 5th of January 1970 was a Monday.
        let day = Date(timeIntervalSince1970: Double(4 + weekday - 1) * 86_400)
        return day.formatted(style.weekday(isShort ? .abbreviated : .wide))
    }

    /// For the element `time`: RFC 3339 on the clock of India.
    func machineTime(_ date: Date) -> String { Timestamp.text(date) }

    private var style: Date.FormatStyle {
        var style = Date.FormatStyle(locale: locale, timeZone: Self.kolkata)
        style.calendar = Self.calendar
        return style
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = kolkata
        return calendar
    }()
}
