import Foundation

extension JSONWriter {
    /// A moment as RFC 3339, to the second, on the clock of Asia/Kolkata.
    package mutating func field(_ name: StaticString, _ time: Date?) {
        field(name, time.map { $0.formatted(Self.kolkata) })
    }

    private static let kolkata = Date.ISO8601FormatStyle(
        timeZoneSeparator: .colon, timeZone: TimeZone(secondsFromGMT: 19_800) ?? .gmt)
}
