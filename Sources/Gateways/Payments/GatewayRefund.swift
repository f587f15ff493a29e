/// A refund as the gateway has it.
package struct GatewayRefund: Sendable, Equatable {
    package enum Status: String, Sendable {
        case pending, processed, failed
    }

    package var id: String
    package var payment_id: String
    package var amount_paise: Int64
    package var status: Status
    /// The key under which it was asked for, as we note it with each refund; nil for one that was made in the gateway's own
    /// pages.
    package var key: String?

    package init(id: String, payment_id: String, amount_paise: Int64, status: Status, key: String? = nil) {
        self.id = id
        self.payment_id = payment_id
        self.amount_paise = amount_paise
        self.status = status
        self.key = key
    }
}
