import Hummingbird

struct OrderRoutes: Sendable {
    let book: Book

    func add(to api: RouterGroup<BasicRequestContext>) {
        api.post("orders", use: create)
        api.get("orders", use: list)
        api.get("orders/{id}", use: fetch)
        api.get("orders/{id}/payments", use: payments)
    }

    @Sendable private func create(_ request: Request, _: BasicRequestContext) async throws -> Response {
        .json(try await book.createOrder(request.decoded(as: NewOrder.self)).shown)
    }

    @Sendable private func list(_ request: Request, _: BasicRequestContext) async throws -> Response {
        let orders = await book.orders(receipt: request.uri.queryParameters.get("receipt"))
        return .json(try Listed(orders.map(\.shown), request))
    }

    @Sendable private func fetch(_: Request, _ context: BasicRequestContext) async throws -> Response {
        .json(try await book.order(context.parameters.require("id")).shown)
    }

    @Sendable private func payments(_: Request, _ context: BasicRequestContext) async throws -> Response {
        .json(Listed(try await book.payments(ofOrder: context.parameters.require("id"))))
    }
}

extension Order {
    /// Without what merchants don't see.
    var shown: Order {
        var order = self
        order.isCapturedAtOnce = nil
        return order
    }
}
