/// The way out for payments. Amounts are paise of INR.
package struct PaymentGateway: Sendable {
    /// Gives the order that bears the receipt where there is one already, so that asking twice makes one order.
    package var createOrder: @Sendable (OrderRequest) async throws(GatewayFailure) -> GatewayOrder
    package var order: @Sendable (_ id: String) async throws(GatewayFailure) -> GatewayOrder
    package var ordersByReceipt: @Sendable (_ receipt: String) async throws(GatewayFailure) -> [GatewayOrder]
    package var payments: @Sendable (_ ofOrder: String) async throws(GatewayFailure) -> [GatewayPayment]
    package var payment: @Sendable (_ id: String) async throws(GatewayFailure) -> GatewayPayment
    /// Not repeated by itself when the answer is lost: ask `payment` what became of it.
    package var capture:
        @Sendable (_ paymentID: String, _ amount_paise: Int64) async throws(GatewayFailure) -> GatewayPayment
    /// The key is at least 10 of `[A-Za-z0-9_-]`, the same for each repetition of one refund and for no other; amount and
    /// notes must then be the same too.
    package var refund:
        @Sendable (_ paymentID: String, _ amount_paise: Int64, _ idempotencyKey: String, _ notes: [String: String])
            async throws(GatewayFailure) -> GatewayRefund
    package var refunds: @Sendable (_ ofPayment: String) async throws(GatewayFailure) -> [GatewayRefund]

    package init(
        createOrder: @escaping @Sendable (OrderRequest) async throws(GatewayFailure) -> GatewayOrder,
        order: @escaping @Sendable (_ id: String) async throws(GatewayFailure) -> GatewayOrder,
        ordersByReceipt: @escaping @Sendable (_ receipt: String) async throws(GatewayFailure) -> [GatewayOrder],
        payments: @escaping @Sendable (_ ofOrder: String) async throws(GatewayFailure) -> [GatewayPayment],
        payment: @escaping @Sendable (_ id: String) async throws(GatewayFailure) -> GatewayPayment,
        capture:
            @escaping @Sendable (_ paymentID: String, _ amount_paise: Int64) async throws(GatewayFailure) ->
            GatewayPayment,
        refund:
            @escaping @Sendable (
                _ paymentID: String, _ amount_paise: Int64, _ idempotencyKey: String, _ notes: [String: String]
            ) async throws(GatewayFailure) -> GatewayRefund,
        refunds: @escaping @Sendable (_ ofPayment: String) async throws(GatewayFailure) -> [GatewayRefund]
    ) {
        self.createOrder = createOrder
        self.order = order
        self.ordersByReceipt = ordersByReceipt
        self.payments = payments
        self.payment = payment
        self.capture = capture
        self.refund = refund
        self.refunds = refunds
    }
}
