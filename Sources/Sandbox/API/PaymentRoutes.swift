import HTTPTypes
import Hummingbird

struct PaymentRoutes: Sendable {
    let book: Book
    let controls: Controls

    func add(to api: RouterGroup<BasicRequestContext>) {
        api.get("payments", use: list)
        api.get("payments/{id}", use: fetch)
        api.post("payments/{id}/capture", use: capture)
        api.post("payments/{id}/refund", use: refund)
        api.get("payments/{id}/refunds", use: refunds)
        api.get("payments/{id}/refunds/{refund}", use: fetchRefund)
        api.get("refunds", use: allRefunds)
        api.get("refunds/{refund}", use: fetchRefund)
    }

    private struct NewCapture: Decodable {
        let amount: Int64?
        let currency: String?
    }

    @Sendable private func list(_ request: Request, _: BasicRequestContext) async throws -> Response {
        .json(try Listed(await book.contents.payments.all.reversed(), request))
    }

    @Sendable private func fetch(_: Request, _ context: BasicRequestContext) async throws -> Response {
        .json(try await book.payment(context.parameters.require("id")))
    }

    @Sendable private func capture(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let asked = try await request.decoded(as: NewCapture.self)
        return .json(
            try await book.capture(
                context.parameters.require("id"), amount: asked.amount, currency: asked.currency ?? "INR"))
    }

    @Sendable private func refund(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let id = try context.parameters.require("id")
        let asked = try await request.decoded(as: NewRefund.self)
        let key = request.headers[.refundIdempotency]
        if let key, let known = try await book.begin(key, id, asked) { return .json(known) }
        let behaviour = await controls.behaviour
        if behaviour.refund_ms > 0 { try? await Pause.sleep(seconds: Double(behaviour.refund_ms) / 1000) }
        return .json(try await book.refund(id, asked, key: key, status: behaviour.refund_status))
    }

    @Sendable private func refunds(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let payment = try await book.payment(context.parameters.require("id"))
        return .json(try Listed(await book.contents.refunds(ofPayment: payment.id), request))
    }

    @Sendable private func fetchRefund(_: Request, _ context: BasicRequestContext) async throws -> Response {
        let refund = try await book.refund(context.parameters.require("refund"))
        if let payment = context.parameters.get("id"), payment != refund.payment_id { throw Refused.unknownID }
        return .json(refund)
    }

    @Sendable private func allRefunds(_ request: Request, _: BasicRequestContext) async throws -> Response {
        .json(try Listed(await book.contents.refunds.all.reversed(), request))
    }
}

extension HTTPField.Name {
    fileprivate static let refundIdempotency = HTTPField.Name("X-Refund-Idempotency")!
}
