import Gateways
import Jobs
import Postgres

extension Payments {
    /// Takes an authorised payment, unless it is no longer that. Twice does no harm: the second time the gateway refuses,
    /// and is asked how the payment stands.
    func capture(_ id: Int64) async throws {
        let payment = try await Payment.find(id, on: pool)
        guard let gateway = means.gateway?.gateway, payment.status == .authorized, let txn_id = payment.txn_id,
            let received_paise = payment.received_paise
        else { return }
        let now: GatewayPayment
        do throws(GatewayFailure) {
            now = try await gateway.capture(txn_id, received_paise)
        } catch {
            guard case .refused = error else { throw Self.laterOn(error) }
            now = try await asking { () async throws(GatewayFailure) in try await gateway.payment(txn_id) }
        }
        try await take(in: now)
        guard ![.created, .authorized].contains(now.status) else {
            throw TransientFailure("the gateway didn't capture payment \(id)")
        }
    }

    /// Asks the gateway for a refund, by the key that was written down with it: however often it is asked, it makes one.
    func makeRefund(_ id: Int64) async throws {
        let refund = try await Refund.find(id, on: pool)
        guard refund.status == .requested, let gateway = means.gateway?.gateway else { return }
        var payment = try await Payment.find(refund.payment_id, on: pool)
        if payment.status == .authorized {
            try await capture(payment.id)
            payment = try await Payment.find(refund.payment_id, on: pool)
        }
        guard payment.status == .captured, let txn_id = payment.txn_id else { return }
        let key = try await pool.query("SELECT idempotency_key FROM refunds WHERE id = \(id)")[0].decode(String.self)
        do throws(GatewayFailure) {
            let made = try await gateway.refund(txn_id, refund.amount_paise, key, ["refund": key])
            try await taken(made, key: key)
        } catch {
            guard case .refused(let code, _, let status) = error, ![401, 403, 409].contains(status) else {
                throw Self.laterOn(error)
            }
            try await refused(id, code: code)
        }
    }

    /// Writing down what came of a call can fail without the call having failed.
    private func taken(_ made: GatewayRefund, key: String) async throws(GatewayFailure) {
        do {
            try await take(in: made, key: key)
        } catch {
            throw .unavailable("the refund was made, and couldn't be written down")
        }
    }

    private func refused(_ refund: Int64, code: String) async throws {
        try await pool.withRetriedTransaction { transaction in
            _ = try await transaction.query("SELECT refund_refused(\(refund), \(code)::text)")
        }
    }

    @discardableResult
    func take(in said: GatewayPayment) async throws -> String {
        let status = said.status == .refunded && said.captured ? "captured" : said.status.rawValue
        return try await pool.withRetriedTransaction { transaction in
            try await transaction.query(
                """
                SELECT outcome FROM payment_apply(
                    ROW(\(said.id), \(said.order_id), \(status), \(said.amount_paise), \(said.currency), \(said.method),
                        \(said.error_code), \(said.error_description))::gateway_payment, \(responseMinutes))
                """)[0].decode(String.self)
        }
    }

    func take(in said: GatewayRefund, key: String?) async throws {
        try await pool.withRetriedTransaction { transaction in
            _ = try await transaction.query(
                """
                SELECT outcome FROM refund_apply(ROW(\(said.id), \(said.payment_id), \(said.amount_paise),
                    \(said.status.rawValue), \(key))::gateway_refund)
                """)
        }
    }

    func asking<Answer>(
        _ call: () async throws(GatewayFailure) -> Answer
    ) async throws -> Answer {
        do throws(GatewayFailure) {
            return try await call()
        } catch {
            throw Self.laterOn(error)
        }
    }

    /// Causes and codes name neither people nor secrets.
    private static func laterOn(_ failure: GatewayFailure) -> TransientFailure {
        switch failure {
        case .unavailable(let cause): TransientFailure("the gateway is unavailable: \(cause)")
        case .refused(let code, _, let status): TransientFailure("the gateway refused: \(code) (\(status))")
        case .misunderstood(let cause): TransientFailure("the gateway's answer can't be read: \(cause)")
        }
    }
}
