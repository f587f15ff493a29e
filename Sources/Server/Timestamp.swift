import Foundation

/// Moments as RFC 3339 writes them.
enum Timestamp {
    /// On the clock of Asia/Kolkata, to the second: `2026-11-23T18:00:00+05:30`.
    static func text(_ date: Date) -> String { date.formatted(kolkata) }

    /// Nil unless it is a day of the calendar and a time, with their offset; what is smaller than a microsecond is
    /// dropped.
    static func date(_ text: String) -> Date? {
        guard text.utf8.count <= 40, let match = text.wholeMatch(of: form) else { return nil }
        let (clock, fraction, zone) = (match.1.uppercased() + "Z", match.2, match.3)
        // Foundation's reader takes the 30th of February for the 2nd of March, and 25:00 for 01:00.
        guard let local = try? Date(clock, strategy: greenwich), local.formatted(greenwich) == clock,
            let offset_s = offset_s(zone)
        else { return nil }
        return local + (fraction.flatMap { Double("0" + $0.prefix(7)) } ?? 0) - offset_s
    }

    private static let kolkata = Date.ISO8601FormatStyle(
        timeZoneSeparator: .colon, timeZone: TimeZone(secondsFromGMT: 19_800) ?? .gmt)
    private static let greenwich = Date.ISO8601FormatStyle()

    private static var form: Regex<(Substring, Substring, Substring?, Substring)> {
        /([1-9][0-9]{3}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})/
    }

    private static func offset_s(_ zone: Substring) -> TimeInterval? {
        guard zone.count == 6 else { return 0 }
        guard let hours = Double(zone.dropFirst().prefix(2)), let minutes = Double(zone.suffix(2)), hours < 24,
            minutes < 60
        else { return nil }
        return (hours * 3600 + minutes * 60) * (zone.first == "-" ? -1 : 1)
    }
}
