import Foundation

extension Month: Comparable {
    /// Its first day, as 2026-11-01.
    package var firstDay: String { "\(self)-01" }

    /// Its first midnight in Asia/Kolkata.
    package var start: Date {
        let midnight = try? Date("\(firstDay)T00:00:00Z", strategy: Date.ISO8601FormatStyle())
        return (midnight ?? .distantPast).addingTimeInterval(-19_800)
    }

    package static func < (one: Month, other: Month) -> Bool {
        (one.year, one.number) < (other.year, other.number)
    }
}
