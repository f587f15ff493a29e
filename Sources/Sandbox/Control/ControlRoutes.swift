import Foundation
import HTTPTypes
import Hummingbird

/// What no gateway has: looking into the book, and making it behave badly. Below `/sandbox/`, by the merchant's key.
struct ControlRoutes: Sendable {
    let book: Book
    let controls: Controls
    let settings: SandboxSettings

    func add(to group: RouterGroup<BasicRequestContext>) {
        group.get("", use: help)
        group.get("book", use: showBook)
        group.get("webhooks", use: showDelivery)
        group.put("webhooks", use: setDelivery)
        group.get("behaviour", use: showBehaviour)
        group.put("behaviour", use: setBehaviour)
        group.post("faults", use: addFault)
        group.delete("faults", use: removeFaults)
        group.post("orders/{id}/pay", use: pay)
        group.post("payments/{id}/late-success", use: succeedLate)
        group.post("payments/{id}/lapse", use: lapse)
        group.post("refunds/{id}/settle", use: settle)
    }

    private static let help = """
        GET  /sandbox/book                       orders, payments, refunds, events (with their deliveries) and sums
        PUT  /sandbox/webhooks                   {"url","paused","doubled":0-1,"shuffled_ms","late_ms","dropped":0-1,"retry_ms"}
        PUT  /sandbox/behaviour                  {"late_success_ms","refund_ms","refund_status":"processed|pending|failed"}
        POST /sandbox/faults                     {"kind":"slow|error|html|html_ok|timeout","when":"before|after","count",
                                                  "path","method","seconds"}
        DELETE /sandbox/faults
        POST /sandbox/orders/{id}/pay            {"outcome":"paid|failed","method","amount","currency"}: what the checkout
                                                  would bring back
        POST /sandbox/payments/{id}/late-success a failed payment is authorised after all
        POST /sandbox/payments/{id}/lapse        what nobody captured is given back
        POST /sandbox/refunds/{id}/settle        {"status":"processed|failed"}: of a pending one
        What a PUT leaves out is as at the start. All by HTTP Basic, with the key's id and its secret.

        """

    @Sendable private func help(_: Request, _: BasicRequestContext) async throws -> String { Self.help }

    @Sendable private func showBook(_: Request, _: BasicRequestContext) async throws -> Response {
        .json(BookShown(await book.contents))
    }

    @Sendable private func showDelivery(_: Request, _: BasicRequestContext) async throws -> Response {
        .json(await controls.delivery)
    }

    @Sendable private func setDelivery(_ request: Request, _: BasicRequestContext) async throws -> Response {
        let wanted = try await request.decoded(as: WantedDelivery.self)
        await controls.set(wanted.delivery)
        return .json(wanted.delivery)
    }

    @Sendable private func showBehaviour(_: Request, _: BasicRequestContext) async throws -> Response {
        .json(await controls.behaviour)
    }

    @Sendable private func setBehaviour(_ request: Request, _: BasicRequestContext) async throws -> Response {
        let wanted = try await request.decoded(as: WantedBehaviour.self)
        await controls.set(wanted.behaviour)
        return .json(wanted.behaviour)
    }

    @Sendable private func addFault(_ request: Request, _: BasicRequestContext) async throws -> Response {
        let fault = try await request.decoded(as: WantedFault.self).fault
        await controls.add(fault)
        return .json(fault, status: .created)
    }

    @Sendable private func removeFaults(_: Request, _: BasicRequestContext) async throws -> Response {
        await controls.removeFaults()
        return Response(status: .noContent)
    }

    @Sendable private func pay(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let wanted = try await request.decoded(as: WantedPayment.self)
        let payment = try await book.pay(
            context.parameters.require("id"), wanted.outcome ?? .paid, method: wanted.method ?? "upi",
            amount: wanted.amount, currency: wanted.currency ?? "INR")
        return .json(CheckoutAnswer(payment, secret: settings.keySecret).fields)
    }

    @Sendable private func succeedLate(_: Request, _ context: BasicRequestContext) async throws -> Response {
        .json(try await book.succeedLate(context.parameters.require("id")))
    }

    @Sendable private func lapse(_: Request, _ context: BasicRequestContext) async throws -> Response {
        .json(try await book.lapse(context.parameters.require("id")))
    }

    @Sendable private func settle(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let wanted = try await request.decoded(as: WantedEnd.self)
        return .json(try await book.settle(context.parameters.require("id"), wanted.status))
    }
}
