import Hummingbird
import Logging
import Marketplace

/// New accounts, made by their owners.
struct RegisterRoutes: Sendable {
    let accounts: Accounts
    let limiter: RateLimiter

    var routes: [Route] { [Route(.post, "/api/register", register).limited(by: .register)] }

    /// With `sign_in_by_code` in place of a password a code is sent to the new account's number at once.
    @Sendable func register(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody()
        let user = try Self.user(&body)
        try body.refuseOthers()
        if user.password == nil, !accounts.sendsTextMessages { throw AccountMessageError.noTextMessages }
        let profile = try await accounts.register(user, by: context.actor)
        let codeRequest = await codeRequest(for: user, context)
        return Answer.personal(.created) { $0.write(profile, codeRequest: codeRequest?.text) }
    }

    private static func user(_ body: inout BodyFields) throws -> NewUser {
        let isByCode = try body.flag("sign_in_by_code") ?? false
        var user = NewUser(
            name: try body.require("name") { try $0.text($1) }, email: try body.email(),
            phone: isByCode ? try body.require("phone") { try $0.phone($1) } : try body.phone(),
            password: isByCode ? nil : try body.require("password") { try $0.rawText($1) },
            role: try body.require("role") { try $0.role($1) })
        if isByCode, body.has("password") { throw body.wrong("password", "doesn't go with 'sign_in_by_code'") }
        user.language = try body.choice("language") ?? .english
        var consent = try body.require("consent") { try $0.object($1) }
        user.acceptsTerms = try consent.flag("terms") ?? false
        user.wantsOffers = try consent.flag("offers") ?? false
        try consent.refuseOthers()
        return user
    }

    /// Nil where none is wanted, or none can be sent at this moment: the account is there all the same, and its owner can
    /// ask for a code.
    private func codeRequest(for user: NewUser, _ context: PublicContext) async -> OpaqueToken? {
        guard user.password == nil, let phone = user.phone else { return nil }
        do {
            return try await LoginCodeRoutes(accounts: accounts, limiter: limiter).send(to: phone, context)
        } catch {
            context.logger.info("A new user could not be sent a code at once", metadata: ["cause": "\(error)"])
            return nil
        }
    }
}
