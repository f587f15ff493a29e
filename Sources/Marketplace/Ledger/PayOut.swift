import Postgres

extension Ledger {
    /// Writes down, in the caller's transaction, that a centre was paid.
    ///
    /// - Parameter amount_paise: Above nothing.
    /// - Returns: The payout's id.
    /// - Throws: `PaymentError.unknownProvider`, `.payoutTooLarge`, `.referenceUsed`.
    package func payOut(
        to provider: Int64, amount_paise: Int64, _ reference: BankReference, by actor: Actor,
        on transaction: PostgresConnection
    ) async throws -> Int64 {
        let rows = try await transaction.query(
            """
            SELECT v.code, v.payout, v.rest_paise FROM provider_pay_out(
                \(provider), \(amount_paise), \(reference.text)::text, \(actor.asBookingActor)) AS v
            """)
        let (code, id, rest) = try rows[0].decode(String.self, Int64?.self, Int64?.self)
        if let id { return id }
        switch code {
        case "payout_too_large": throw PaymentError.payoutTooLarge(rest_paise: max(0, rest ?? 0))
        case "reference_used": throw PaymentError.referenceUsed
        default: throw PaymentError.unknownProvider
        }
    }
}
