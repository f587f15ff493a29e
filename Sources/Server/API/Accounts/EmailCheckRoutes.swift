import Hummingbird
import Marketplace

/// Proving that an e-mail address is one's own.
struct EmailCheckRoutes: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route(.post, "/api/email/verify", verify).limited(by: .resetAddress),
            Route(.post, "/api/email/verify/send", for: .everybodySignedIn, send).limited(by: .emailCheck),
        ]
    }

    /// For anybody: the mail is often read where its reader isn't signed in.
    @Sendable func verify(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody()
        let token = try body.require("token") { try $0.rawText($1) }
        try body.refuseOthers()
        try await accounts.verifyEmail(token: OpaqueToken(token), by: context.actor)
        return Answer.personal { json in
            json.object { $0.field("email_verified", true) }
        }
    }

    @Sendable func send(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await request.refuseMembers()
        try await accounts.requestEmailCheckAgain(of: context.user.id)
        return Answer.accepted
    }
}
