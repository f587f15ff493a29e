import Gateways
import Postgres

extension Payments {
    /// A way to pay what is due of a booking. Whoever asks twice gets the same, so that two tabs can't pay two orders.
    ///
    /// One by the gateway has to be `orderedAtGateway` before it can be paid.
    ///
    /// - Throws: `BookingError.unknownBooking`, also when it is none of theirs; `PaymentError.methodUnavailable`,
    ///   `.nothingDue`, `.alreadyPaid`, `.amountTooSmall`, `.amountTooLarge`.
    package func open(_ booking: Int64, by method: PaymentMethod, for actor: Actor) async throws -> Opened {
        guard method != .razorpay || takesGateway else { throw PaymentError.methodUnavailable(method) }
        return try await pool.withRetriedTransaction { transaction in
            let rows = try await transaction.query(
                """
                SELECT v.code, v.payment, v.must_order, v.limit_paise FROM payment_open(
                    \(booking), \(method.rawValue)::text, \(actor.asBookingActor), \(means.upi?.vpa)::text,
                    \(means.upi?.name)::text) AS v
                """)
            let (code, id, mustOrder, limit) = try rows[0].decode(String.self, Int64?.self, Bool.self, Int64?.self)
            guard let id else { throw Self.refusal(code, method, limit_paise: limit ?? 0) }
            return Opened(payment: try await .find(id, on: transaction), mustOrder: mustOrder)
        }
    }

    package struct Opened: Sendable {
        package let payment: Payment
        /// Whether this caller is the one who asks the gateway for its order.
        let mustOrder: Bool
    }

    /// The payment with the gateway's order, which is made now if there is none yet. No connection to the database is
    /// held meanwhile.
    ///
    /// - Throws: `PaymentError.orderUnderWay`, `.gatewayUnavailable`: asking again may help.
    package func orderedAtGateway(_ opened: Opened) async throws -> Payment {
        let payment = opened.payment
        if payment.method != .razorpay || payment.order_id != nil { return payment }
        guard opened.mustOrder else { return try await waitForOrder(of: payment.id) }
        guard let gateway = means.gateway?.gateway else { throw PaymentError.methodUnavailable(.razorpay) }
        let attempts = try await pool.query("SELECT order_attempts FROM payments WHERE id = \(payment.id)")[0]
            .decode(Int32.self)
        let order: GatewayOrder
        do throws(GatewayFailure) {
            order = try await gateway.createOrder(
                OrderRequest(
                    amount_paise: payment.amount_paise, receipt: payment.receipt,
                    notes: ["booking": payment.bookingReference], isFirst: attempts == 1))
        } catch {
            // The next one who asks needn't wait; by the receipt they find what may have been made all the same.
            try await pool.withRetriedTransaction { transaction in
                _ = try await transaction.execute(
                    "UPDATE payments SET ordering_until = NULL WHERE id = \(payment.id) AND order_id IS NULL")
            }
            throw PaymentError.gatewayUnavailable
        }
        return try await pool.withRetriedTransaction { transaction in
            _ = try await transaction.query("SELECT payment_ordered(\(payment.id), \(order.id)::text)")
            return try await .find(payment.id, on: transaction)
        }
    }

    /// Another request has asked the gateway a moment ago.
    private func waitForOrder(of payment: Int64) async throws -> Payment {
        for _ in 0..<50 {
            try await Task.sleep(for: .milliseconds(100))
            let now = try await Payment.find(payment, on: pool)
            if now.order_id != nil { return now }
        }
        throw PaymentError.orderUnderWay
    }

    private static func refusal(_ code: String, _ method: PaymentMethod, limit_paise: Int64) -> any Error {
        switch code {
        case "method_unavailable": PaymentError.methodUnavailable(method)
        case "nothing_due": PaymentError.nothingDue
        case "already_paid": PaymentError.alreadyPaid
        case "amount_too_small": PaymentError.amountTooSmall(least_paise: 100)
        case "amount_too_large": PaymentError.amountTooLarge(most_paise: limit_paise)
        default: BookingError.unknownBooking
        }
    }
}
