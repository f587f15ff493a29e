import Foundation

/// Moments as RFC 3339 writes them.
enum Timestamp {
    /// On the clock of Asia/Kolkata, to the second: `2026-11-23T18:00:00+05:30`.
    static func text(_ date: Date) -> String { date.formatted(kolkata) }

    /// Nil unless it is a day of the calendar and a time, with their offset; what is smaller than a microsecond is
    /// dropped.
    ///
    /// Read byte by byte, since it is on the way of every booking: a regular expression is compiled anew at each use.
    static func date(_ text: String) -> Date? {
        var reader = Reader(rest: text.utf8.prefix(41)[...])
        guard text.utf8.count <= 40,
            let year = reader.number(4), year >= 1000, reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("Tt"), let seconds = reader.clock(),
            let fraction = reader.fraction(), let offset_s = reader.offset_s(), reader.rest.isEmpty,
            let days = daysSince1970(year: year, month: month, day: day)
        else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86_400 + seconds - offset_s) + fraction)
    }

    private static let kolkata = Date.ISO8601FormatStyle(
        timeZoneSeparator: .colon, timeZone: TimeZone(secondsFromGMT: 19_800) ?? .gmt)

    /// Nil when the calendar has no such day. The count is Howard Hinnant's `days_from_civil`
    /// (howardhinnant.github.io/date_algorithms.html): years begin in March, so that the leap day ends one.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int? {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
        let shifted = month > 2 ? year : year - 1
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

private struct Reader {
    var rest: Substring.UTF8View

    /// So many decimal digits.
    mutating func number(_ digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = rest.popFirst(), (0x30...0x39).contains(digit) else { return nil }
            number = 10 * number + Int(digit - 0x30)
        }
        return number
    }

    /// - Returns: Whether one of these came next.
    mutating func skip(_ either: StaticString) -> Bool {
        guard let first = rest.popFirst() else { return false }
        return either.withUTF8Buffer { $0.contains(first) }
    }

    /// `18:00:00` in seconds.
    mutating func clock() -> Int? {
        guard let hour = number(2), skip(":"), let minute = number(2), skip(":"), let second = number(2),
            hour < 24, minute < 60, second < 60
        else { return nil }
        return (hour * 60 + minute) * 60 + second
    }

    /// 0 when there is none; nil when a point has no digits behind it.
    mutating func fraction() -> Double? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        rest.removeFirst()
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest[digits.endIndex...]
        let microseconds = digits.prefix(6).reduce(0) { 10 * $0 + Int($1 - 0x30) }
        return Double(microseconds) / [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6][min(digits.count, 6)]
    }

    /// `Z` or `+05:30`, in seconds.
    mutating func offset_s() -> Int? {
        guard let sign = rest.popFirst() else { return nil }
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
    }
}
