import Hummingbird
import Marketplace

/// New accounts, made by their owners.
struct RegisterRoutes: Sendable {
    let accounts: Accounts

    var routes: [Route] { [Route(.post, "/api/register", register).limited(by: .register)] }

    @Sendable func register(_ request: Request, _ context: PublicContext) async throws -> Response {
        var body = try await request.jsonBody()
        let user = try Self.user(&body)
        try body.refuseOthers()
        let profile = try await accounts.register(user, by: context.actor)
        return Answer.personal(.created) { $0.write(profile) }
    }

    private static func user(_ body: inout BodyFields) throws -> NewUser {
        var user = NewUser(
            name: try body.require("name") { try $0.text($1) }, email: try body.email(), phone: try body.phone(),
            password: try body.require("password") { try $0.rawText($1) },
            role: try body.require("role") { try $0.role($1) })
        user.language = try body.choice("language") ?? .english
        var consent = try body.require("consent") { try $0.object($1) }
        user.acceptsTerms = try consent.flag("terms") ?? false
        user.wantsOffers = try consent.flag("offers") ?? false
        try consent.refuseOthers()
        return user
    }
}
