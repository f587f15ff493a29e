import Foundation

/// A month of the calendar in Asia/Kolkata, as 2026-11.
package struct Month: Sendable, Equatable, CustomStringConvertible {
    package let year: Int32
    /// From 1.
    package let number: Int32

    /// - Returns: Nil unless the text has this form and names a month from 2000 to 2199.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 7, parts.count == 2, parts[0].utf8.count == 4,
            text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let year = Int32(parts[0]), let number = Int32(parts[1]), (2000..<2200).contains(year),
            (1...12).contains(number)
        else { return nil }
        self.year = year
        self.number = number
    }

    /// The month that a time lies in.
    package init(_ time: Date) {
        // No daylight saving, and the Gregorian calendar: a style of Foundation's would ask for the zone's data.
        let text = time.addingTimeInterval(19_800).formatted(Date.ISO8601FormatStyle().year().month())
        self = Month(text) ?? Month(year: 2000, number: 1)
    }

    private init(year: Int32, number: Int32) {
        (self.year, self.number) = (year, number)
    }

    package var description: String {
        let digits = String(number)
        return "\(year)-" + (digits.utf8.count < 2 ? "0" + digits : digits)
    }

    package var next: Month {
        number == 12 ? Month(year: year + 1, number: 1) : Month(year: year, number: number + 1)
    }

    package var previous: Month {
        number == 1 ? Month(year: year - 1, number: 12) : Month(year: year, number: number - 1)
    }
}
