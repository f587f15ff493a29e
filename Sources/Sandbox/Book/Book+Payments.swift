extension Book {
    /// What somebody at the checkout did.
    enum Outcome: String, Codable, Sendable {
        case paid, failed
    }

    /// - Parameters:
    ///   - amount: Nil: the order's. Another one than the order's comes from no checkout, and may be tried.
    ///   - currency: Likewise.
    func pay(
        _ orderID: String, _ outcome: Outcome, method: String = "upi", amount: Int64? = nil, currency: String = "INR"
    ) throws -> Payment {
        var order = try order(orderID)
        guard order.status != .paid else { throw Refused.invalid(nil, "Payment already done for this order.") }
        var payment = Payment(
            amount: amount ?? order.amount, currency: currency, status: .created, order_id: orderID, method: method)
        if method == "upi" { payment.vpa = "somebody@sandbox" }
        order.attempts += 1
        order.status = .attempted
        switch outcome {
        case .paid: payment.authorize()
        case .failed: payment.fail()
        }
        let event = Event(outcome == .paid ? "payment.authorized" : "payment.failed", payment: payment)
        keep(Journal.Entry(orders: [order], payments: [payment], events: [event]))
        return order.isCapturedAtOnce == true && outcome == .paid
            ? try capture(payment.id, amount: payment.amount) : payment
    }

    /// The bank says yes after all to what it said no to.
    func succeedLate(_ id: String) throws -> Payment {
        var payment = try payment(id)
        guard payment.status == .failed else { throw Refused.invalid(nil, "The payment didn't fail.") }
        payment.authorize()
        keep(Journal.Entry(payments: [payment], events: [Event("payment.authorized", payment: payment)]))
        return payment
    }

    func capture(_ id: String, amount: Int64?, currency: String = "INR") throws -> Payment {
        var payment = try payment(id)
        guard !payment.captured else { throw Refused.invalid(nil, "This payment has already been captured") }
        guard payment.status == .authorized else {
            throw Refused.invalid(
                nil, "Only payments which have been authorized and not yet captured can be captured")
        }
        guard amount == payment.amount, currency == payment.currency else {
            throw Refused.invalid("amount", "Capture amount must be equal to the amount authorized")
        }
        var order = try order(payment.order_id)
        guard order.status != .paid else { throw Refused.invalid(nil, "Payment already done for this order.") }
        payment.capture()
        order.status = .paid
        order.amount_paid = payment.amount
        order.amount_due = max(0, order.amount - payment.amount)
        keep(
            Journal.Entry(
                orders: [order], payments: [payment],
                events: [
                    Event("payment.captured", payment: payment), Event("order.paid", payment: payment, order: order),
                ]))
        return payment
    }

    /// The gateway gives back what nobody captured in time.
    func lapse(_ id: String) throws -> Payment {
        var payment = try payment(id)
        guard payment.status == .authorized else {
            throw Refused.invalid(nil, "Only payments which have been authorized and not yet captured lapse")
        }
        payment.status = .refunded
        payment.amount_refunded = payment.amount
        payment.refund_status = "full"
        let refund = Refund(
            amount: payment.amount, currency: payment.currency, payment_id: id, notes: Notes(), receipt: nil,
            status: .processed)
        keep(Journal.Entry(payments: [payment], refunds: [refund], events: Event.all(of: refund, payment)))
        return payment
    }
}
