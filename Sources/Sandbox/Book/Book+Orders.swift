/// What a merchant asks for.
struct NewOrder: Decodable, Sendable {
    let amount: Int64?
    let currency: String?
    let receipt: String?
    let notes: Notes?
    /// 1: what is authorised is captured at once.
    let payment_capture: Int?

    static let amounts: ClosedRange<Int64> = 100...50_000_000

    func checkedAmount() throws -> Int64 {
        guard let amount else { throw Refused.invalid("amount", "The amount field is required.") }
        guard amount >= Self.amounts.lowerBound else {
            throw Refused.invalid("amount", "Order amount less than minimum amount allowed")
        }
        guard amount <= Self.amounts.upperBound else {
            throw Refused.invalid("amount", "Amount exceeds maximum amount allowed.")
        }
        return amount
    }

    func check() throws {
        guard let currency else { throw Refused.invalid("currency", "The currency field is required.") }
        guard currency == "INR" else { throw Refused.invalid("currency", "Currency is not supported") }
        guard receipt?.count ?? 0 <= 40 else {
            throw Refused.invalid("receipt", "The receipt may not be greater than 40 characters.")
        }
        try notes?.check()
    }
}

extension Book {
    func createOrder(_ new: NewOrder) throws -> Order {
        try new.check()
        let amount = try new.checkedAmount()
        if let receipt = new.receipt, contents.order(receipt: receipt) != nil {
            throw Refused.invalid("receipt", "Order receipt should be unique.")
        }
        let order = Order(
            amount: amount, amount_due: amount, receipt: new.receipt, notes: new.notes ?? Notes(),
            isCapturedAtOnce: new.payment_capture == 1)
        keep(Journal.Entry(orders: [order]))
        return order
    }

    func orders(receipt: String?) -> [Order] {
        if let receipt { return contents.order(receipt: receipt).map { [$0] } ?? [] }
        return contents.orders.all.reversed()
    }

    func payments(ofOrder id: String) throws -> [Payment] {
        _ = try order(id)
        return contents.payments(ofOrder: id)
    }
}
