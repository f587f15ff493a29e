import Foundation
import Postgres

package enum PaymentMethod: String, CaseIterable, Sendable {
    /// Cards, UPI, netbanking and wallets, through the gateway.
    case razorpay
    /// By a link from the customer's app straight to a bank account, confirmed by a person.
    case upi
    /// Cash or a transfer, confirmed by a person.
    case manual
}

/// A way in which a booking is paid, was paid, or was to be.
package struct Payment: Sendable {
    package enum Status: String, CaseIterable, Sendable {
        case created
        /// Not final: it may be captured yet.
        case failed
        /// Blocked for us; taken when the repair is done, or before the gateway lets it go.
        case authorized
        /// Let go by the gateway, without having been ours.
        case lapsed
        case captured
    }

    package let id: Int64
    package let booking_id: Int64
    package let method: PaymentMethod
    package let status: Status
    package let amount_paise: Int64
    /// Nil until something came in.
    package let received_paise: Int64?
    /// Given back already.
    package let refunded_paise: Int64
    /// On its way back.
    package let refunding_paise: Int64
    /// Who has the money: `platform` or `provider`.
    package let receivedBy: String
    /// Ours; a UPI link carries it as its `tr`.
    package let receipt: String
    package let order_id: String?
    /// The gateway's payment, or the bank's reference.
    package let txn_id: String?
    package let payee: UPIPayee?
    /// Of the gateway's: card, upi, netbanking and so on.
    package let instrument: String?
    package let error_code: String?
    package let error: String?
    package let bookingReference: String
    package let createdAt: Date
    package let authorizedAt: Date?
    package let capturedAt: Date?

    /// What may be given back of it.
    package var refundable_paise: Int64 {
        guard let received_paise, [.authorized, .captured].contains(status) else { return 0 }
        return received_paise - refunded_paise - refunding_paise
    }

    /// The columns that `init(_:)` reads, in their order, of `tables`.
    static let columns: Query = """
        p.id, p.booking_id, p.method, p.status, p.amount_paise, p.received_paise,
        (SELECT coalesce(sum(r.amount_paise), 0)::bigint FROM refunds r
            WHERE r.payment_id = p.id AND r.status = 'processed'),
        (SELECT coalesce(sum(r.amount_paise), 0)::bigint FROM refunds r
            WHERE r.payment_id = p.id AND r.status IN ('requested', 'pending')),
        p.received_by, p.receipt, p.order_id, p.txn_id, p.payee_vpa, p.payee_name, p.instrument, p.error_code,
        p.error_text, b.reference, p.created_at, p.authorized_at, p.captured_at
        """
    static let tables: Query = "payments p JOIN bookings b ON b.id = p.booking_id"

    init(_ row: PostgresRow) throws {
        id = try row.column(0)
        booking_id = try row.column(1)
        method = try row.word(2)
        status = try row.word(3)
        amount_paise = try row.column(4)
        received_paise = try row.column(5)
        refunded_paise = try row.column(6)
        refunding_paise = try row.column(7)
        receivedBy = try row.column(8)
        receipt = try row.column(9)
        order_id = try row.column(10)
        txn_id = try row.column(11)
        let vpa: String? = try row.column(12)
        let name: String? = try row.column(13)
        payee = vpa.map { UPIPayee(vpa: $0, name: name ?? $0) }
        instrument = try row.column(14)
        error_code = try row.column(15)
        error = try row.column(16)
        bookingReference = try row.column(17)
        createdAt = try row.column(18)
        authorizedAt = try row.column(19)
        capturedAt = try row.column(20)
    }

    /// - Throws: `PaymentError.unknownPayment`.
    static func find(_ id: Int64, on database: some PostgresQueryable) async throws -> Payment {
        let rows = try await database.query("SELECT \(columns) FROM \(tables) WHERE p.id = \(id)")
        guard let row = rows.first else { throw PaymentError.unknownPayment }
        return try Payment(row)
    }
}

extension PostgresRow {
    /// A word of a column that holds only such.
    func word<Word: RawRepresentable>(_ column: Int) throws -> Word where Word.RawValue == String {
        let text: String = try self.column(column)
        guard let word = Word(rawValue: text) else {
            throw PostgresError(.decoding, "'\(text)' is no word of column \(column)")
        }
        return word
    }
}
