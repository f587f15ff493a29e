import Foundation

extension Formats {
    static let kolkata = TimeZone(identifier: "Asia/Kolkata") ?? .gmt

    /// `29 Nov 2026`.
    func date(_ date: Date) -> String { date.formatted(style.day().month(.abbreviated).year()) }

    /// `6:05 pm`.
    func time(_ date: Date) -> String { date.formatted(style.hour().minute()) }

    /// `29 Nov 2026, 6:05 pm`.
    func dateAndTime(_ date: Date) -> String { "\(self.date(date)), \(time(date))" }

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
