import HTTPTypes
import Hummingbird
import Marketplace

/// Finds out who sent a request. Costs a round trip when it brings credentials.
struct Authentication: Sendable {
    let accounts: Accounts

    /// - Returns: Nil when the request brings no credentials.
    /// - Throws: `Problem` 401 when they are no longer good, 403 `csrf` when a browser's cookie comes with an unsafe
    ///   method and without the token that only our own pages know.
    func user(of request: Request) async throws -> SignedInUser? {
        switch Credentials(request) {
        case .none: return nil
        case .malformed: throw Problem.notSignedIn
        case .cookie(let token):
            guard let user = try await accounts.user(cookie: token) else { throw Problem.notSignedIn }
            try checkCSRF(request, session: token)
            return user
        case .bearer(let token):
            guard let user = try await accounts.user(accessToken: token) else { throw Problem.notSignedIn }
            return user
        }
    }

    /// Nil for a user who must set up a second factor before doing anything else, and so counts as nobody.
    func ifFullySignedIn(_ user: SignedInUser) -> SignedInUser? {
        accounts.secondFactor.mustBeSetUp(by: user) ? nil : user
    }

    private func checkCSRF(_ request: Request, session: OpaqueToken) throws {
        let safe: Set<HTTPRequest.Method> = [.get, .head, .options]
        guard !safe.contains(request.method) else { return }
        guard CSRFToken.isRight(request.headers[.csrfToken] ?? "", for: session) else {
            throw Problem(
                .forbidden, "csrf",
                "The header X-CSRF-Token is missing or not this session's; GET /api/me gives it as csrf_token.")
        }
    }
}

extension OpaqueToken {
    /// Of a session's cookie: what our own pages send back with every change.
    var csrfToken: OpaqueToken { derived(for: "csrf") }
}

extension Problem {
    static var notSignedIn: Problem {
        var problem = Problem(.unauthorized, "not_signed_in", "Please sign in: the session is missing or over.")
        problem.headers[.wwwAuthenticate] = "Bearer"
        return problem
    }
}

extension HTTPField.Name {
    static let csrfToken = HTTPField.Name("X-CSRF-Token")!
}
