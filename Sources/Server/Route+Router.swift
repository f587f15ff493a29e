import HTTPTypes
import Hummingbird
import Marketplace

extension Router<PublicContext> {
    func add(_ routes: [Route], _ door: PageDoor) {
        for route in routes { add(route, door) }
    }

    private func add(_ route: Route, _ door: PageDoor) {
        let answer: Route.PublicHandler = { request, context in
            if !route.produces.isEmpty { try Accepting.check(request, produces: route.produces) }
            if let limit = route.limit, limit.countsAddresses {
                try await door.limiter.admit(limit, from: context.sender.address)
            }
            let context = try context.decodingParameters()
            return try await route.answer(request, context, door)
        }
        on(route.path, method: route.method, use: answer)
        guard route.method == .get else { return }
        on(route.path, method: .head) { request, context in
            try await answer(request, context).createHeadResponse()
        }
    }
}

extension Route {
    /// Identifies the sender as far as the route wants it, checks the permission, and answers.
    fileprivate func answer(
        _ request: Request, _ context: PublicContext, _ door: PageDoor
    ) async throws -> Response {
        let (authentication, limiter) = (door.authentication, door.limiter)
        switch handler {
        case .open(let handler):
            try checkQuery(of: request)
            return try await handler(request, context)
        case .visitor(let handler):
            let user = try await authentication.user(of: request)
            context.trace.userID = user?.id
            try checkQuery(of: request)
            let response = try await handler(
                request, VisitorContext(request: context, user: user.flatMap(authentication.ifFullySignedIn)))
            return user == nil ? response : response.forOnePerson()
        case .signedIn(let handler):
            guard let user = try await authentication.user(of: request) else { throw Problem.notSignedIn }
            context.trace.userID = user.id
            if !isOpenBeforeSecondFactor, authentication.ifFullySignedIn(user) == nil {
                throw SecondFactorError.mustBeSetUp
            }
            try permission.check(user)
            try checkQuery(of: request)
            if isWrittenDown { try await limiter.admit(.changes, user: user.id) }
            if let limit, !limit.countsAddresses, limit.holds(for: user.role) {
                try await limiter.admit(limit, user: user.id)
            }
            return try await handler(request, SignedInContext(request: context, user: user)).forOnePerson()
        case .page, .personalPage:
            return try await door.answer(request, context, route: self)
        }
    }

    /// - Throws: `Problem` 422 `unknown_parameter` for any parameter where none is taken.
    private func checkQuery(of request: Request) throws {
        if !takesQuery { try QueryParameters(request).refuseOthers() }
    }
}

extension Response {
    /// Nobody keeps what belongs to a signed-in person: not the browser, for whoever uses it next, and no cache between.
    fileprivate func forOnePerson() -> Response {
        var response = self
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
