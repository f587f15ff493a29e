import Foundation

/// A month of India's calendar, as 2026-11.
package struct ReportMonth: Sendable, Hashable, Comparable {
    package let year: Int
    /// 1 to 12.
    package let month: Int

    /// Nil when it is none, or before 2020.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2], parts.allSatisfy({ $0.utf8.allSatisfy((0x30...0x39).contains) }),
            let year = Int(parts[0]), let month = Int(parts[1]), year >= 2020, (1...12).contains(month)
        else { return nil }
        self.year = year
        self.month = month
    }

    /// The one that the moment is in.
    package init(of date: Date) {
        let parts = Self.calendar.dateComponents([.year, .month], from: date)
        year = parts.year ?? 2020
        month = parts.month ?? 1
    }

    package var text: String { "\(year)-" + (month < 10 ? "0" : "") + String(month) }

    /// Its first day, as 2026-11-01.
    package var firstDay: String { text + "-01" }

    /// Its first midnight.
    package var start: Date { Self.calendar.date(from: DateComponents(year: year, month: month)) ?? .distantPast }

    package func adding(_ months: Int) -> ReportMonth {
        let count = 12 * year + month - 1 + months
        return ReportMonth(year: count / 12, month: count % 12 + 1)
    }

    package static func < (one: ReportMonth, other: ReportMonth) -> Bool {
        (one.year, one.month) < (other.year, other.month)
    }

    private init(year: Int, month: Int) {
        self.year = year
        self.month = month
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 19_800) ?? .gmt
        return calendar
    }()
}
