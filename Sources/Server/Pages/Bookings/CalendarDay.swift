import Foundation

/// A day on the calendar of India.
struct CalendarDay: Sendable, Hashable, Comparable {
    /// Since 1970-01-01.
    let number: Int

    init(number: Int) { self.number = number }

    /// The one that the moment is in.
    init(of date: Date) { number = Formats.day(date) }

    /// Of `2027-01-14`; nil when it is no day.
    init?(_ text: String) {
        guard text.utf8.count == 10, let date = Timestamp.date(text + "T00:00:00+05:30") else { return nil }
        self.init(of: date)
    }

    /// Its midnight.
    var start: Date { Date(timeIntervalSince1970: Double(number) * 86_400 - 19_800) }

    /// As addresses and fields have it.
    var text: String { String(Timestamp.text(start).prefix(10)) }

    /// 1 = Monday ... 7 = Sunday.
    var weekday: Int { Formats.weekday(start) }

    /// The Monday of its week.
    var monday: CalendarDay { adding(1 - weekday) }

    func adding(_ days: Int) -> CalendarDay { CalendarDay(number: number + days) }

    static func < (one: CalendarDay, other: CalendarDay) -> Bool { one.number < other.number }
}

extension PageQuery {
    func day(_ name: String) -> CalendarDay? { text(name).flatMap { CalendarDay($0) } }

    /// A moment with its offset. A `+` that was sent as it is, and so means a space, counts as the one of the offset.
    func time(_ name: String) -> Date? { text(name).flatMap { Timestamp.date($0.replacing(" ", with: "+")) } }
}

extension Formats {
    /// `Monday, 30 Nov 2026`.
    func day(_ day: CalendarDay) -> String { "\(weekday(day.weekday)), \(date(day.start))" }

    /// `30 Nov`.
    func shortDate(_ day: CalendarDay) -> String {
        var style = Date.FormatStyle(locale: locale, timeZone: Self.kolkata)
        style.calendar = Self.gregorian
        return day.start.formatted(style.day().month(.abbreviated))
    }

    /// `Mon, 30 Nov 2026, 6:05 pm`.
    func appointment(_ date: Date) -> String {
        "\(weekday(Self.weekday(date), isShort: true)), \(dateAndTime(date))"
    }

    private static let gregorian: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = kolkata
        return calendar
    }()
}
