import Hummingbird
import Marketplace
import Postgres

/// How bookings are paid, and money is given back.
struct PaymentRoutes: Sendable {
    let payments: Payments

    var routes: [Route] {
        [
            Route(.post, "/api/payments/initiate", for: .everybodySignedIn, initiate),
            Route(.post, "/api/payments/verify", for: .everybodySignedIn, verify),
            Route(.get, "/api/payments/{id}", for: .everybodySignedIn, detail),
            Route(.post, "/api/payments/{id}/confirm", for: .providersAndAdmins, confirm),
            Route(.post, "/api/payments/{id}/refund", for: .providersAndAdmins, refund),
            Route(.post, "/api/refunds/{id}/confirm", for: .providersAndAdmins, confirmRefund),
            Route(.get, "/api/bookings/{id}/payments", for: .everybodySignedIn, ofBooking),
        ]
    }

    /// The order is made before the answer is kept, so that no connection waits for the gateway.
    @Sendable func initiate(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await Idempotency(pool: payments.pool).answerAfterwards(request, context) { fields in
            var fields = fields
            let booking = try fields.require("booking_id") { try $0.integer($1, in: 1...Int64.max) }
            let method = try fields.require("method") { try $0.choice($1, PaymentMethod.self) }
            try fields.refuseOthers()
            let opened = try await payments.open(booking, by: method, for: context.actor)
            let payment = try await payments.orderedAtGateway(opened)
            return .created(at: "/api/payments/\(payment.id)") {
                $0.write(opened: payment, key_id: payments.gatewayKeyID)
            }
        }
    }

    @Sendable func verify(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBody()
        let result = CheckoutResult(
            order_id: try fields.require("razorpay_order_id") { try $0.line($1, length: 1...100) },
            payment_id: try fields.require("razorpay_payment_id") { try $0.line($1, length: 1...100) },
            signature: try fields.require("razorpay_signature") { try $0.line($1, length: 1...200) })
        try fields.refuseOthers()
        let payment = try await payments.verify(result, for: context.actor)
        return Answer.json { $0.write(payment) }
    }

    @Sendable func detail(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let payment = try await payments.payment(context.payment(), for: context.user)
        return Answer.json { $0.write(opened: payment, key_id: payments.gatewayKeyID) }
    }

    @Sendable func confirm(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try context.payment()
        var fields = try await request.jsonBody()
        let reference = try fields.require("reference") { try $0.line($1, length: 1...80) }
        try fields.refuseOthers()
        let payment = try await payments.confirm(id, BankReference(reference), by: context.actor)
        return Answer.json { $0.write(payment) }
    }

    @Sendable func refund(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try context.payment()
        return try await Idempotency(pool: payments.pool).answer(request, context) { fields, transaction in
            var fields = fields
            let amount = try fields.integer("amount_paise", in: 1...1_000_000_000_000)
            let reason = try fields.require("reason") { try $0.text($1, length: 1...500) }
            try fields.refuseOthers()
            let refund = try await payments.refund(
                id, amount_paise: amount, reason: reason, by: context.actor, on: transaction)
            return .created(at: "/api/payments/\(id)") { $0.write(refund) }
        }
    }

    @Sendable func confirmRefund(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let id = try context.request.id() else { throw PaymentError.unknownRefund }
        var fields = try await request.jsonBody()
        let reference = try fields.require("reference") { try $0.line($1, length: 1...80) }
        try fields.refuseOthers()
        let refund = try await payments.confirmRefund(id, BankReference(reference), by: context.actor)
        return Answer.json { $0.write(refund) }
    }

    @Sendable func ofBooking(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let money = try await payments.money(of: context.booking(), for: context.user)
        return Answer.json(capacity: 4096) { $0.write(money) }
    }
}

extension SignedInContext {
    fileprivate func payment() throws -> Int64 {
        guard let id = try request.id() else { throw PaymentError.unknownPayment }
        return id
    }
}
