/// What the controls are sent. All may be left out.
struct WantedDelivery: Decodable {
    let url: String?
    let paused: Bool?
    let doubled: Double?
    let shuffled_ms: Int?
    let late_ms: Int?
    let dropped: Double?
    let retry_ms: Int?

    var delivery: Controls.Delivery {
        let standard = Controls.Delivery()
        return Controls.Delivery(
            url: url, paused: paused ?? standard.paused, doubled: doubled ?? standard.doubled,
            shuffled_ms: shuffled_ms ?? standard.shuffled_ms, late_ms: late_ms ?? standard.late_ms,
            dropped: dropped ?? standard.dropped, retry_ms: retry_ms ?? standard.retry_ms)
    }
}

struct WantedBehaviour: Decodable {
    let late_success_ms: Int?
    let refund_ms: Int?
    let refund_status: Refund.Status?

    var behaviour: Controls.Behaviour {
        let standard = Controls.Behaviour()
        return Controls.Behaviour(
            late_success_ms: late_success_ms ?? standard.late_success_ms, refund_ms: refund_ms ?? standard.refund_ms,
            refund_status: refund_status ?? standard.refund_status)
    }
}

struct WantedFault: Decodable {
    let kind: Fault.Kind
    let when: Fault.When?
    let count: Int?
    let path: String?
    let method: String?
    let seconds: Double?

    var fault: Fault {
        Fault(
            kind: kind, when: when ?? .before, count: count ?? 1, path: path, method: method, seconds: seconds ?? 2)
    }
}

struct WantedPayment: Decodable {
    let outcome: Book.Outcome?
    let method: String?
    let amount: Int64?
    let currency: String?
}

struct WantedEnd: Decodable {
    let status: Refund.Status
}
