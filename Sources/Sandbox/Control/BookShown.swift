/// The whole book, to be compared with a ledger.
struct BookShown: Encodable {
    struct Sums: Encodable {
        /// Authorised and neither captured nor given back.
        let authorized_paise: Int64
        let captured_paise: Int64
        /// Of captured payments; pending ones count.
        let refunded_paise: Int64
    }

    let orders: [Order]
    let payments: [Payment]
    let refunds: [Refund]
    let events: [Event]
    let sums: Sums

    init(_ contents: Contents) {
        orders = contents.orders.all.map(\.shown)
        payments = contents.payments.all
        refunds = contents.refunds.all
        events = contents.events.all
        sums = Sums(
            authorized_paise: payments.filter { $0.status == .authorized }.reduce(0) { $0 + $1.amount },
            captured_paise: payments.filter(\.captured).reduce(0) { $0 + $1.amount },
            refunded_paise: payments.filter(\.captured).reduce(0) { $0 + $1.amount_refunded })
    }
}
