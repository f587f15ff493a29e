import Foundation

/// Something that happened, as it is told to the merchant.
struct Event: Codable, Sendable, Identifiable {
    /// One try to deliver it.
    struct Attempt: Codable, Sendable {
        let at: Int64
        /// Nil: there was no answer.
        let status: Int?
    }

    /// The same in each delivery.
    var id = Wire.id("")
    let name: String
    /// As it is sent and signed, byte for byte.
    let body: String
    var created_at = Wire.now
    /// Delivered, dropped on request, or given up.
    var isEnded = false
    var attempts: [Attempt] = []

    init(_ name: String, payment: Payment, order: Order? = nil, refund: Refund? = nil) {
        self.name = name
        let notice = Notice(
            event: name,
            contains: (refund == nil ? [] : ["refund"]) + ["payment"] + (order == nil ? [] : ["order"]),
            payload: Payload(
                payment: Holder(entity: payment), order: order.map { Holder(entity: $0) },
                refund: refund.map { Holder(entity: $0) }))
        body = String(decoding: Wire.encode(notice), as: UTF8.self)
    }

    /// Of a refund that was just made.
    static func all(of refund: Refund, _ payment: Payment) -> [Event] {
        let created = Event("refund.created", payment: payment, refund: refund)
        if refund.status == .pending { return [created] }
        return [created, Event("refund.\(refund.status.rawValue)", payment: payment, refund: refund)]
    }
}

private struct Notice: Encodable {
    let entity = "event"
    let account_id = "acc_SandboxOfIstri"
    let event: String
    let contains: [String]
    let payload: Payload
    let created_at = Wire.now
}

private struct Payload: Encodable {
    let payment: Holder<Payment>
    let order: Holder<Order>?
    let refund: Holder<Refund>?
}

private struct Holder<Entity: Encodable>: Encodable {
    let entity: Entity
}
