import Postgres

extension Payments {
    /// Gives a payment back, or a part of it, in the caller's transaction: see `sql/functions/payment_refund.sql`. What
    /// came through the gateway follows by a job.
    ///
    /// - Parameter amount_paise: Above nothing; nil: all that is left.
    /// - Throws: `PaymentError.unknownPayment` (somebody else's too), `.notYoursToRefund`, `.notPaid`, `.refundTooLarge`.
    package func refund(
        _ payment: Int64, amount_paise: Int64?, reason: String, by actor: Actor, on transaction: PostgresConnection
    ) async throws -> Refund {
        let rows = try await transaction.query(
            """
            SELECT v.code, v.refund, v.rest_paise FROM payment_refund(
                \(payment), \(amount_paise)::bigint, \(reason)::text, \(actor.asBookingActor)) AS v
            """)
        let (code, id, rest) = try rows[0].decode(String.self, Int64?.self, Int64?.self)
        if let id { return try await .find(id, on: transaction) }
        switch code {
        case "not_yours": throw PaymentError.notYoursToRefund
        case "not_paid": throw PaymentError.notPaid
        case "refund_too_large": throw PaymentError.refundTooLarge(rest_paise: rest ?? 0)
        default: throw PaymentError.unknownPayment
        }
    }
}
