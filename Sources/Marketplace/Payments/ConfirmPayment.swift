import Postgres

extension Payments {
    /// Somebody who may know says that the money of a UPI or manual payment has come, under this reference. Again with
    /// the same reference it changes nothing.
    ///
    /// - Throws: `PaymentError.unknownPayment` (somebody else's too), `.notConfirmable`, `.referenceUsed`,
    ///   `.alreadyConfirmed`.
    package func confirm(_ payment: Int64, _ reference: BankReference, by actor: Actor) async throws -> Payment {
        try await pool.withRetriedTransaction { transaction in
            let code = try await transaction.query(
                """
                SELECT payment_confirm(\(payment), \(reference.text)::text, \(actor.asBookingActor), \(responseMinutes))
                """)[0].decode(String.self)
            try Self.check(code, otherwise: .unknownPayment)
            return try await .find(payment, on: transaction)
        }
    }

    /// Somebody has given back by hand what was paid too much by hand.
    ///
    /// - Throws: As `confirm`, with `PaymentError.unknownRefund`.
    package func confirmRefund(_ refund: Int64, _ reference: BankReference, by actor: Actor) async throws -> Refund {
        try await pool.withRetriedTransaction { transaction in
            let code = try await transaction.query(
                "SELECT refund_confirm(\(refund), \(reference.text)::text, \(actor.asBookingActor))")[0]
                .decode(String.self)
            try Self.check(code, otherwise: .unknownRefund)
            return try await .find(refund, on: transaction)
        }
    }

    private static func check(_ code: String, otherwise unknown: PaymentError) throws(PaymentError) {
        switch code {
        case "confirmed": return
        case "not_confirmable": throw .notConfirmable
        case "reference_used": throw .referenceUsed
        case "already_confirmed": throw .alreadyConfirmed
        default: throw unknown
        }
    }
}
