import HTTPTypes

/// What a merchant asks for.
struct NewRefund: Codable, Sendable, Equatable {
    let amount: Int64?
    let notes: Notes?
    let receipt: String?
    let speed: String?
}

/// `X-Refund-Idempotency`, and what was asked under it.
struct RefundKey: Codable, Sendable {
    let key: String
    let payment_id: String
    let asked: NewRefund
    let refund_id: String

    static func check(_ key: String) throws {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let isRight = (10...255).contains(key.utf8.count) && key.utf8.allSatisfy(allowed.contains)
        guard isRight else {
            throw Refused.invalid(
                nil, "The idempotency key must have at least 10 letters, digits, hyphens and underscores.")
        }
    }
}

extension Book {
    /// - Returns: The refund that was made under the key before, if one was; otherwise the key is in flight until `refund`
    ///   ends.
    func begin(_ key: String, _ paymentID: String, _ new: NewRefund) throws -> Refund? {
        try RefundKey.check(key)
        if let known = contents.refundKeys[key] {
            guard known.payment_id == paymentID, known.asked == new else {
                throw Refused.invalid(nil, "Different request body used with the same idempotency key.")
            }
            return try refund(known.refund_id)
        }
        guard keysInFlight.insert(key).inserted else {
            throw Refused(
                status: .conflict,
                description: "Request failed because another request is in progress with the same key.")
        }
        return nil
    }

    func refund(_ paymentID: String, _ new: NewRefund, key: String?, status: Refund.Status) throws -> Refund {
        defer { if let key { keysInFlight.remove(key) } }
        var payment = try payment(paymentID)
        try new.notes?.check()
        guard payment.captured else {
            throw Refused.invalid(nil, "The payment status should be captured for action to be taken")
        }
        let rest = payment.amount - payment.amount_refunded
        guard rest > 0 else { throw Refused.invalid(nil, "The payment has been fully refunded already") }
        let amount = new.amount ?? rest
        guard amount >= 100 || amount == rest else {
            throw Refused.invalid("amount", "The amount must be atleast INR 1.00")
        }
        guard amount <= rest else {
            throw Refused.invalid("amount", "The total refund amount is greater than the refund payment amount")
        }
        let refund = Refund(
            amount: amount, currency: payment.currency, payment_id: paymentID, notes: new.notes ?? Notes(),
            receipt: new.receipt, status: status)
        payment.give(back: amount)
        let keys = key.map { [RefundKey(key: $0, payment_id: paymentID, asked: new, refund_id: refund.id)] } ?? []
        keep(
            Journal.Entry(
                payments: [payment], refunds: [refund], keys: keys, events: Event.all(of: refund, payment)))
        return refund
    }

    /// How a pending refund ends.
    func settle(_ id: String, _ status: Refund.Status) throws -> Refund {
        var refund = try refund(id)
        guard refund.status == .pending, status != .pending else {
            throw Refused.invalid(nil, "Only a pending refund is processed or fails")
        }
        refund.status = status
        var payment = try payment(refund.payment_id)
        if status == .failed { payment.give(back: -refund.amount) }
        let event = Event("refund.\(status.rawValue)", payment: payment, refund: refund)
        keep(Journal.Entry(payments: [payment], refunds: [refund], events: [event]))
        return refund
    }
}

extension Payment {
    fileprivate mutating func give(back paise: Int64) {
        amount_refunded += paise
        status = amount_refunded == amount ? .refunded : .captured
        refund_status = amount_refunded == 0 ? nil : amount_refunded == amount ? "full" : "partial"
    }
}
