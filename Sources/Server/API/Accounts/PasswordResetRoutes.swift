import Hummingbird
import Marketplace

/// A new password for whoever forgot theirs.
struct PasswordResetRoutes: Sendable {
    let accounts: Accounts
    let limiter: RateLimiter

    var routes: [Route] {
        [
            Route(.post, "/api/password/forgot", forgot).limited(by: .resetAddress),
            Route(.post, "/api/password/reset", reset).limited(by: .resetAddress),
        ]
    }

    /// The same answer, after the same work, whether the address is an account's or not.
    @Sendable func forgot(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody()
        let email = try body.require("email") { try $0.email($1) }
        try body.refuseOthers()
        try await ask(email)
        return Answer.accepted
    }

    /// - Throws: `RateLimited`.
    func ask(_ email: EmailAddress) async throws {
        try await limiter.admit(.reset, email.text)
        try await accounts.requestPasswordReset(email)
    }

    @Sendable func reset(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody()
        let token = try body.require("token") { try $0.rawText($1) }
        let password = try body.require("password") { try $0.rawText($1) }
        try body.refuseOthers()
        let resetAccess = try await accounts.resetPassword(
            token: OpaqueToken(token), to: password, by: context.actor)
        return Answer.personal { json in
            json.object { json in
                json.field("status", "password_changed")
                if resetAccess { json.field("access_reset", true) }
            }
        }
    }
}

extension Answer {
    /// For work that will be done, or need not be: which of these is not said.
    static var accepted: Response {
        personal(.accepted) { json in
            json.object { $0.field("status", "accepted") }
        }
    }
}
