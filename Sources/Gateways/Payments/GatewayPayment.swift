import struct Foundation.Date

/// A payment as the gateway has it.
package struct GatewayPayment: Sendable, Equatable {
    package enum Status: String, Sendable {
        case created, authorized, captured
        /// All of it; after a refund of a part it stays captured.
        case refunded
        /// Not final: the same payment may be captured yet.
        case failed
    }

    package var id: String
    package var order_id: String?
    package var amount_paise: Int64
    /// ISO 4217. Only INR is ours.
    package var currency: String
    package var status: Status
    /// `card`, `upi`, `netbanking`, `wallet` and so on.
    package var method: String
    package var amount_refunded_paise: Int64
    package var captured: Bool
    package var error_code: String?
    package var error_description: String?
    package var created_at: Date

    package init(
        id: String, order_id: String?, amount_paise: Int64, currency: String = "INR", status: Status, method: String,
        amount_refunded_paise: Int64 = 0, captured: Bool, error_code: String? = nil, error_description: String? = nil,
        created_at: Date
    ) {
        self.id = id
        self.order_id = order_id
        self.amount_paise = amount_paise
        self.currency = currency
        self.status = status
        self.method = method
        self.amount_refunded_paise = amount_refunded_paise
        self.captured = captured
        self.error_code = error_code
        self.error_description = error_description
        self.created_at = created_at
    }
}
