import Gateways
import Jobs
import Postgres

/// What the checkout brings back to the browser.
package struct CheckoutResult: Sendable {
    package let order_id: String
    package let payment_id: String
    package let signature: String

    package init(order_id: String, payment_id: String, signature: String) {
        self.order_id = order_id
        self.payment_id = payment_id
        self.signature = signature
    }
}

extension Payments {
    /// Believes the checkout, if the gateway has signed what it says: the customer's money is ours to take. Whether it
    /// was taken already the gateway is asked by a job.
    ///
    /// - Throws: `PaymentError.badSignature`; `.unknownPayment`, also when it is none of theirs.
    package func verify(_ result: CheckoutResult, for actor: Actor) async throws -> Payment {
        guard let gateway = means.gateway else { throw PaymentError.methodUnavailable(.razorpay) }
        guard gateway.isSigned(orderID: result.order_id, paymentID: result.payment_id, by: result.signature) else {
            throw PaymentError.badSignature
        }
        return try await pool.withRetriedTransaction { transaction in
            let asked = try await transaction.query(
                """
                SELECT p.amount_paise FROM payments p JOIN bookings b ON b.id = p.booking_id
                WHERE p.order_id = \(result.order_id) AND booking_acting(b, \(actor.asBookingActor)) <> '{}' LIMIT 1
                """)
            guard let amount_paise = try asked.first?.decode(Int64.self) else { throw PaymentError.unknownPayment }
            let applied = try await transaction.query(
                """
                SELECT v.payment FROM payment_apply(
                    ROW(\(result.payment_id)::text, \(result.order_id)::text, 'authorized', \(amount_paise), 'INR', NULL,
                        NULL, NULL)::gateway_payment, \(responseMinutes)) AS v
                """)
            let taken: Int64? = try applied[0].column(0)
            guard let id = taken else { throw PaymentError.unknownPayment }
            try await CheckPaymentJob(paymentID: id).enqueue(on: transaction, uniqueKey: "payment \(id)")
            return try await .find(id, on: transaction)
        }
    }
}
