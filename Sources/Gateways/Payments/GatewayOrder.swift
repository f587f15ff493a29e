/// What the gateway is asked to collect.
package struct OrderRequest: Sendable, Equatable {
    /// At least 100.
    package var amount_paise: Int64
    /// Ours, at most 40 characters, and never the same for two orders.
    package var receipt: String
    /// At most 15, of at most 256 characters each.
    package var notes: [String: String]
    /// Whether nobody has asked for an order with this receipt before, so that it needn't be looked for.
    package var isFirst: Bool

    package init(amount_paise: Int64, receipt: String, notes: [String: String] = [:], isFirst: Bool = false) {
        self.amount_paise = amount_paise
        self.receipt = receipt
        self.notes = notes
        self.isFirst = isFirst
    }
}

/// An order as the gateway has it.
package struct GatewayOrder: Sendable, Equatable {
    package enum Status: String, Sendable {
        case created, attempted
        /// Also after a refund.
        case paid
    }

    package var id: String
    package var amount_paise: Int64
    package var amount_paid_paise: Int64
    package var status: Status
    package var receipt: String?
    /// How often somebody tried to pay.
    package var attempts: Int

    package init(
        id: String, amount_paise: Int64, amount_paid_paise: Int64, status: Status, receipt: String?, attempts: Int
    ) {
        self.id = id
        self.amount_paise = amount_paise
        self.amount_paid_paise = amount_paid_paise
        self.status = status
        self.receipt = receipt
        self.attempts = attempts
    }
}
