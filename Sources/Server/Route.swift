import HTTPTypes
import Hummingbird

/// One line of the router's table: a method, a path and the function that answers.
struct Route: Sendable {
    typealias Handler = @Sendable (Request, PublicContext) async throws -> Response

    let method: HTTPRequest.Method
    let path: RouterPath
    let produces: [MediaType]
    let handler: Handler

    static func get(_ path: RouterPath, produces: [MediaType] = [.applicationJson], _ handler: @escaping Handler)
        -> Route
    {
        Route(method: .get, path: path, produces: produces, handler: handler)
    }
}

extension Router<PublicContext> {
    /// Adds the routes, and to each of their paths the answer 405 for the methods it doesn't have.
    func add(_ routes: [Route]) {
        for (path, routes) in Dictionary(grouping: routes, by: \.path.description) {
            for route in routes { add(route) }
            let methods = Set(routes.map(\.method)).union(routes.contains { $0.method == .get } ? [.head] : [])
            let allow = methods.map(\.rawValue).sorted().joined(separator: ", ")
            for method in Self.knownMethods where !methods.contains(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in
                    var problem = Problem(.methodNotAllowed, "method_not_allowed", "This address takes \(allow) only.")
                    problem.headers[.allow] = allow
                    throw problem
                }
            }
        }
    }

    private func add(_ route: Route) {
        let answer: Route.Handler = { request, context in
            try Accepting.check(request, produces: route.produces)
            return try await route.handler(request, context)
        }
        on(route.path, method: route.method, use: answer)
        guard route.method == .get else { return }
        on(route.path, method: .head) { request, context in
            try await answer(request, context).createHeadResponse()
        }
    }

    private static var knownMethods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
    }
}
