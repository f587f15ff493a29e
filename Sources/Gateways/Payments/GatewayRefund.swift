/// A refund as the gateway has it.
package struct GatewayRefund: Sendable, Equatable {
    package enum Status: String, Sendable {
        case pending, processed, failed
    }

    package var id: String
    package var payment_id: String
    package var amount_paise: Int64
    package var status: Status

    package init(id: String, payment_id: String, amount_paise: Int64, status: Status) {
        self.id = id
        self.payment_id = payment_id
        self.amount_paise = amount_paise
        self.status = status
    }
}
