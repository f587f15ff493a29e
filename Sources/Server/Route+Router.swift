import HTTPTypes
import Hummingbird

extension Router<PublicContext> {
    /// Adds the routes, and to each of their paths the answer 405 for the methods it doesn't have.
    func add(_ routes: [Route], _ authentication: Authentication) {
        for (path, routes) in Dictionary(grouping: routes, by: \.path.description) {
            for route in routes { add(route, authentication) }
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

    private func add(_ route: Route, _ authentication: Authentication) {
        let answer: Route.PublicHandler = { request, context in
            try Accepting.check(request, produces: route.produces)
            return try await route.answer(request, context, authentication)
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

extension Route {
    /// Identifies the sender as far as the route wants it, checks the permission, and answers.
    fileprivate func answer(
        _ request: Request, _ context: PublicContext, _ authentication: Authentication
    ) async throws -> Response {
        switch handler {
        case .open(let handler):
            return try await handler(request, context)
        case .visitor(let handler):
            let user = try await authentication.user(of: request)
            return try await handler(request, VisitorContext(request: context, user: user))
        case .signedIn(let handler):
            guard let user = try await authentication.user(of: request) else { throw Problem.notSignedIn }
            try permission.check(user)
            return try await handler(request, SignedInContext(request: context, user: user))
        }
    }
}
