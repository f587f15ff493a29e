import Foundation
import Postgres

/// Money that goes back to a customer, or has gone.
package struct Refund: Sendable {
    package enum Status: String, CaseIterable, Sendable {
        /// Written down; the gateway, or a person, has yet to act.
        case requested
        /// The gateway is at it.
        case pending
        /// The gateway won't.
        case failed
        case processed
    }

    package enum Cause: String, CaseIterable, Sendable {
        /// Somebody wanted it: the repair costs that much less.
        case requested
        /// Paid twice, or more than it costs now, or for what was called off.
        case overpaid
        /// Made in the gateway's own pages.
        case gateway
    }

    package let id: Int64
    package let payment_id: Int64
    package let booking_id: Int64
    package let amount_paise: Int64
    package let status: Status
    package let cause: Cause
    package let reason: String?
    package let gateway_id: String?
    /// The bank's, where a person gave it back.
    package let reference: String?
    package let error_code: String?
    package let createdAt: Date
    package let processedAt: Date?

    static let columns: Query = """
        r.id, r.payment_id, r.booking_id, r.amount_paise, r.status, r.cause, r.reason, r.gateway_id, r.reference,
        r.error_code, r.created_at, r.processed_at
        """

    init(_ row: PostgresRow) throws {
        id = try row.column(0)
        payment_id = try row.column(1)
        booking_id = try row.column(2)
        amount_paise = try row.column(3)
        status = try row.word(4)
        cause = try row.word(5)
        reason = try row.column(6)
        gateway_id = try row.column(7)
        reference = try row.column(8)
        error_code = try row.column(9)
        createdAt = try row.column(10)
        processedAt = try row.column(11)
    }

    /// - Throws: `PaymentError.unknownRefund`.
    static func find(_ id: Int64, on database: some PostgresQueryable) async throws -> Refund {
        let rows = try await database.query("SELECT \(columns) FROM refunds r WHERE r.id = \(id)")
        guard let row = rows.first else { throw PaymentError.unknownRefund }
        return try Refund(row)
    }
}
