import Hummingbird
import Marketplace

/// One-time codes by text message, for signing in with a phone number alone.
struct LoginCodeRoutes: Sendable {
    let accounts: Accounts
    let limiter: RateLimiter

    var routes: [Route] { [Route(.post, "/api/login/code", send).limited(by: .codesAddress)] }

    /// The same answer, after the same work, whether the number is an account's or not.
    @Sendable func send(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody()
        let phone = try body.require("phone") { try $0.phone($1) }
        try body.refuseOthers()
        let codeRequest = try await send(to: phone, context)
        return Answer.personal(.accepted) { json in
            json.object { json in
                json.field("status", "accepted")
                json.field("code_request", codeRequest.text)
            }
        }
    }

    /// - Returns: What whoever asks is given.
    /// - Throws: `RateLimited`, `AccountMessageError.noTextMessages`.
    func send(to phone: PhoneNumber, _ context: PublicContext) async throws -> OpaqueToken {
        let address = context.sender.address?.counted.description ?? "unknown"
        try await limiter.admit(.codes, phone.text, address)
        try await limiter.admit(.codesDay, phone.text, address)
        return try await accounts.requestLoginCode(phone)
    }
}
