import Foundation
import Postgres

/// A line of a booking's history: a step, or, with the status of the line before, another time or centre.
package struct BookingStep: Sendable {
    /// Greater than those of the lines before; what a client resumes its feed by.
    package let id: Int64
    package let status: BookingStatus
    package let provider_id: Int64?
    package let startsAt: Date
    /// Nil: the clock, or a payment.
    package let byUser: Int64?
    /// A role, or `system`.
    package let byRole: String
    package let note: String?
    package let at: Date

    /// The columns that `init(_:)` reads, in their order.
    static let columns: Query = "h.id, h.status, h.provider_id, h.scheduled_at, h.by_user, h.by_role, h.note, h.at"

    init(_ row: PostgresRow) throws { try self.init(row, after: 0) }

    /// - Parameter first: How many columns of something else the row begins with.
    init(_ row: PostgresRow, after first: Int) throws {
        id = try row.column(first)
        let text: String = try row.column(first + 1)
        guard let status = BookingStatus(rawValue: text) else {
            throw PostgresError(.decoding, "'\(text)' is no status of a booking")
        }
        self.status = status
        provider_id = try row.column(first + 2)
        startsAt = try row.column(first + 3)
        byUser = try row.column(first + 4)
        byRole = try row.column(first + 5)
        note = try row.column(first + 6)
        at = try row.column(first + 7)
    }

    /// Those after the one with the id, the oldest first.
    package static func all(
        of booking: Int64, after id: Int64 = 0, on database: some PostgresQueryable
    ) async throws -> [BookingStep] {
        try await database.query(
            """
            SELECT \(columns) FROM booking_history h WHERE h.booking_id = \(booking) AND h.id > \(id)
            ORDER BY h.id LIMIT 1000
            """
        ).map(BookingStep.init)
    }
}
