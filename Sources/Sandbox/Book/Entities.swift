/// An order in the wire format.
struct Order: Codable, Sendable, Identifiable {
    enum Status: String, Codable, Sendable {
        case created, attempted, paid
    }

    var id = Wire.id("order")
    var entity = "order"
    let amount: Int64
    var amount_paid: Int64 = 0
    var amount_due: Int64
    var currency = "INR"
    @OrNull var receipt: String?
    @OrNull var offer_id: String? = nil
    var status = Status.created
    var attempts = 0
    let notes: Notes
    var created_at = Wire.now
    /// In the journal alone.
    var isCapturedAtOnce: Bool? = nil
}

/// A payment in the wire format.
struct Payment: Codable, Sendable, Identifiable {
    enum Status: String, Codable, Sendable {
        case created, authorized, captured, refunded, failed
    }

    var id = Wire.id("pay")
    var entity = "payment"
    let amount: Int64
    let currency: String
    var status: Status
    let order_id: String
    @OrNull var invoice_id: String? = nil
    var international = false
    let method: String
    var amount_refunded: Int64 = 0
    @OrNull var refund_status: String? = nil
    var captured = false
    @OrNull var description: String? = nil
    @OrNull var card_id: String? = nil
    @OrNull var bank: String? = nil
    @OrNull var wallet: String? = nil
    @OrNull var vpa: String? = nil
    var email = "void@razorpay.com"
    var contact = "+919999999999"
    var notes = Notes()
    @OrNull var fee: Int64? = nil
    @OrNull var tax: Int64? = nil
    @OrNull var error_code: String? = nil
    @OrNull var error_description: String? = nil
    @OrNull var error_source: String? = nil
    @OrNull var error_step: String? = nil
    @OrNull var error_reason: String? = nil
    var acquirer_data: [String: String] = [:]
    var created_at = Wire.now

    mutating func fail() {
        status = .failed
        error_code = "BAD_REQUEST_ERROR"
        error_description = "Your payment didn't go through as it was declined by the bank. Try another payment method."
        error_source = "bank"
        error_step = "payment_authorization"
        error_reason = "payment_failed"
    }

    mutating func authorize() {
        status = .authorized
        (error_code, error_description, error_source, error_step, error_reason) = (nil, nil, nil, nil, nil)
        acquirer_data = ["rrn": String(Int64.random(in: 100_000_000_000...999_999_999_999))]
    }

    /// 2 %, and 18 % tax on them.
    mutating func capture() {
        status = .captured
        captured = true
        let charge = (amount * 2 + 50) / 100
        tax = (charge * 18 + 50) / 100
        fee = charge + (tax ?? 0)
    }
}

/// A refund in the wire format.
struct Refund: Codable, Sendable, Identifiable {
    enum Status: String, Codable, Sendable {
        case pending, processed, failed
    }

    var id = Wire.id("rfnd")
    var entity = "refund"
    let amount: Int64
    let currency: String
    let payment_id: String
    let notes: Notes
    @OrNull var receipt: String?
    var acquirer_data: [String: String] = [:]
    var created_at = Wire.now
    @OrNull var batch_id: String? = nil
    var status: Status
    var speed_processed = "normal"
    var speed_requested = "normal"
}

/// Entities by id, in the order they came in.
struct Shelf<Item: Identifiable & Sendable>: Sendable where Item.ID == String {
    private var items: [String: Item] = [:]
    private var ids: [String] = []

    subscript(id: String) -> Item? { items[id] }

    var all: [Item] { ids.compactMap { items[$0] } }

    mutating func put(_ item: Item) {
        if items.updateValue(item, forKey: item.id) == nil { ids.append(item.id) }
    }
}
