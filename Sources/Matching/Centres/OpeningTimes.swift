import Foundation

/// When a centre is open: its weekly hours, less the times for which it is closed.
package struct OpeningTimes: Sendable, Equatable {
    package let hours: WeeklyHours
    package let closed: ClosedTimes

    package init(hours: WeeklyHours, closed: ClosedTimes = .never) {
        self.hours = hours
        self.closed = closed
    }

    package func isOpen(at date: Date) -> Bool {
        closed.end(at: date) == nil && hours.isOpen(at: date)
    }

    /// The next moment at which `isOpen` may change; nil when it never does.
    package func nextChange(after date: Date) -> Date? {
        guard !hours.ranges.isEmpty else { return nil }
        if let end = closed.end(at: date) { return end }
        guard let start = closed.nextStart(after: date) else { return hours.nextChange(after: date) }
        return hours.nextChange(after: date).map { min($0, start) } ?? start
    }
}
