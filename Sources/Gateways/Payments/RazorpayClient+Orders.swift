import Foundation
import NIOHTTP1

extension RazorpayClient {
    private struct Order: Encodable {
        let amount: Int64
        let currency = "INR"
        let receipt: String
        let notes: [String: String]
    }

    /// The order that bears the receipt is looked for before one is asked for, and when there was no answer or the
    /// receipt is taken; it is asked for once more only if there is none.
    @Sendable func createOrder(_ request: OrderRequest) async throws(GatewayFailure) -> GatewayOrder {
        if !request.isFirst, let order = try await existing(request) { return order }
        do throws(GatewayFailure) {
            return try await postOrder(request)
        } catch {
            if let order = try await existing(request) { return order }
            guard error.isUnavailable, !Task.isCancelled else { throw error }
            return try await postOrder(request)
        }
    }

    private func postOrder(_ request: OrderRequest) async throws(GatewayFailure) -> GatewayOrder {
        let body = Order(amount: request.amount_paise, receipt: request.receipt, notes: request.notes)
        let answer: RazorpayAnswer.Order = try await once(
            .init(method: .POST, path: "orders", body: try encoded(body)))
        let order = try GatewayOrder(answer)
        guard order.amount_paise == request.amount_paise, order.receipt == request.receipt else {
            throw .misunderstood("order \(order.id) isn't the one that was asked for")
        }
        return order
    }

    /// - Throws: Also when there is one of another amount: its receipt was used for something else.
    private func existing(_ request: OrderRequest) async throws(GatewayFailure) -> GatewayOrder? {
        let order = try await ordersByReceipt(request.receipt).first
        guard order == nil || order?.amount_paise == request.amount_paise else {
            throw .refused(
                code: "BAD_REQUEST_ERROR", description: "the receipt belongs to an order of another amount", status: 400
            )
        }
        return order
    }

    @Sendable func order(_ id: String) async throws(GatewayFailure) -> GatewayOrder {
        let answer: RazorpayAnswer.Order = try await repeatedly(.init(path: "orders/\(try Self.segment(id))"))
        return try GatewayOrder(answer)
    }

    @Sendable func ordersByReceipt(_ receipt: String) async throws(GatewayFailure) -> [GatewayOrder] {
        let answer: RazorpayAnswer.Collection<RazorpayAnswer.Order> = try await repeatedly(
            .init(path: "orders", query: ["receipt": receipt, "count": "100"]))
        var orders: [GatewayOrder] = []
        // A gateway that knows no such filter would give somebody else's.
        for item in answer.items where item.receipt == receipt { orders.append(try GatewayOrder(item)) }
        return orders
    }

    @Sendable func payments(ofOrder id: String) async throws(GatewayFailure) -> [GatewayPayment] {
        let answer: RazorpayAnswer.Collection<RazorpayAnswer.Payment> = try await repeatedly(
            .init(path: "orders/\(try Self.segment(id))/payments"))
        var payments: [GatewayPayment] = []
        for item in answer.items { payments.append(try GatewayPayment(item)) }
        return payments
    }

    func encoded(_ body: some Encodable) throws(GatewayFailure) -> Data {
        do {
            let encoder = JSONEncoder()
            // A repetition must be the same, byte for byte.
            encoder.outputFormatting = .sortedKeys
            return try encoder.encode(body)
        } catch {
            throw .refused(code: "BAD_REQUEST_ERROR", description: "can't be written as JSON", status: 400)
        }
    }
}
