/// What stands in the book.
struct Contents: Sendable {
    private(set) var orders = Shelf<Order>()
    private(set) var payments = Shelf<Payment>()
    private(set) var refunds = Shelf<Refund>()
    private(set) var refundKeys: [String: RefundKey] = [:]
    private(set) var events = Shelf<Event>()
    private var orderOfReceipt: [String: String] = [:]
    private var paymentsOfOrder: [String: [String]] = [:]
    private var refundsOfPayment: [String: [String]] = [:]

    func order(receipt: String) -> Order? { orderOfReceipt[receipt].flatMap { orders[$0] } }

    func payments(ofOrder id: String) -> [Payment] { (paymentsOfOrder[id] ?? []).compactMap { payments[$0] } }

    func refunds(ofPayment id: String) -> [Refund] { (refundsOfPayment[id] ?? []).compactMap { refunds[$0] } }

    mutating func take(_ entry: Journal.Entry) {
        for order in entry.orders {
            orders.put(order)
            if let receipt = order.receipt { orderOfReceipt[receipt] = order.id }
        }
        for payment in entry.payments {
            if payments[payment.id] == nil { paymentsOfOrder[payment.order_id, default: []].append(payment.id) }
            payments.put(payment)
        }
        for refund in entry.refunds {
            if refunds[refund.id] == nil { refundsOfPayment[refund.payment_id, default: []].append(refund.id) }
            refunds.put(refund)
        }
        for key in entry.keys { refundKeys[key.key] = key }
        for event in entry.events { events.put(event) }
        for id in entry.ended {
            guard var event = events[id] else { continue }
            event.isEnded = true
            events.put(event)
        }
    }

    /// Known in this process alone.
    mutating func note(_ attempt: Event.Attempt, of id: String) {
        guard var event = events[id] else { return }
        event.attempts.append(attempt)
        events.put(event)
    }
}
