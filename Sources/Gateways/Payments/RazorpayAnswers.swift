import Foundation

/// What the gateway's answers hold, as far as it is read.
enum RazorpayAnswer {
    struct Collection<Item: Decodable & Sendable>: Decodable, Sendable {
        let items: [Item]
    }

    struct Order: Decodable, Sendable {
        let id: String
        let amount: Int64
        let amount_paid: Int64
        let currency: String
        let status: String
        let receipt: String?
        let attempts: Int
    }

    struct Payment: Decodable, Sendable {
        let id: String
        let order_id: String?
        let amount: Int64
        let currency: String
        let status: String
        let method: String?
        let amount_refunded: Int64?
        let captured: Bool?
        let error_code: String?
        let error_description: String?
        let created_at: Int64
    }

    struct Refund: Decodable, Sendable {
        let id: String
        let payment_id: String
        let amount: Int64
        let currency: String
        let status: String
        let notes: RefundNotes?
    }

    /// Without notes the gateway writes an empty list, and in its pages people note what they like.
    struct RefundNotes: Decodable, Sendable {
        let refund: String?

        private enum CodingKeys: CodingKey { case refund }

        init(from decoder: any Decoder) throws {
            let notes = try? decoder.container(keyedBy: CodingKeys.self)
            refund = notes.flatMap { try? $0.decode(String.self, forKey: .refund) }
        }
    }

    struct Refusal: Decodable, Sendable {
        struct Reason: Decodable, Sendable {
            let code: String
            let description: String
        }

        let error: Reason
    }
}

extension GatewayOrder {
    init(_ answer: RazorpayAnswer.Order) throws(GatewayFailure) {
        guard let status = Status(rawValue: answer.status), answer.currency == "INR" else {
            throw .misunderstood("order \(answer.id) has status '\(answer.status)' and currency '\(answer.currency)'")
        }
        self.init(
            id: answer.id, amount_paise: answer.amount, amount_paid_paise: answer.amount_paid, status: status,
            receipt: answer.receipt, attempts: answer.attempts)
    }
}

extension GatewayPayment {
    /// A currency that isn't ours is handed on: what came in by it must be seen.
    init(_ answer: RazorpayAnswer.Payment) throws(GatewayFailure) {
        guard let status = Status(rawValue: answer.status) else {
            throw .misunderstood("payment \(answer.id) has status '\(answer.status)'")
        }
        self.init(
            id: answer.id, order_id: answer.order_id, amount_paise: answer.amount, currency: answer.currency,
            status: status, method: answer.method ?? "", amount_refunded_paise: answer.amount_refunded ?? 0,
            captured: answer.captured ?? [.captured, .refunded].contains(status), error_code: answer.error_code,
            error_description: answer.error_description,
            created_at: Date(timeIntervalSince1970: Double(answer.created_at)))
    }
}

extension GatewayRefund {
    init(_ answer: RazorpayAnswer.Refund) throws(GatewayFailure) {
        guard let status = Status(rawValue: answer.status), answer.currency == "INR" else {
            throw .misunderstood("refund \(answer.id) has status '\(answer.status)' and currency '\(answer.currency)'")
        }
        self.init(
            id: answer.id, payment_id: answer.payment_id, amount_paise: answer.amount, status: status,
            key: answer.notes?.refund)
    }
}
