import HTTPTypes
import Hummingbird
import Marketplace

/// Somebody's own account.
struct ProfileRoutes: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route(.get, "/api/me", for: .everybodySignedIn, read).openBeforeSecondFactor(),
            Route(.patch, "/api/me", for: .everybodySignedIn, change),
            Route(.post, "/api/password/change", for: .everybodySignedIn, changePassword),
        ]
    }

    @Sendable func read(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let profile = try await UserProfile.find(context.user.id, on: accounts.pool)
        return Answer.personal { $0.write(profile, csrfToken: Self.csrfToken(for: request)) }
    }

    @Sendable func change(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var body = try await request.jsonBody()
        let change = try Self.change(&body)
        try body.refuseOthers()
        let profile = try await accounts.changeProfile(of: context.user, change, by: context.actor)
        return Answer.personal { $0.write(profile, csrfToken: Self.csrfToken(for: request)) }
    }

    @Sendable func changePassword(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var body = try await request.jsonBody()
        let current = try body.rawText("current_password")
        let new = try body.require("new_password") { try $0.rawText($1) }
        try body.refuseOthers()
        do {
            let signIn = try await accounts.changePassword(
                of: context.user, from: current, to: new, userAgent: request.headers[.userAgent], by: context.actor)
            return Answer.signedIn(signIn, limits: accounts.sessionLimits)
        } catch let error as AccountError {
            throw ErrorResponses.account(error, passwordField: "new_password")
        }
    }

    private static func change(_ body: inout BodyFields) throws -> ProfileChange {
        var change = ProfileChange()
        change.name = try body.text("name")
        change.language = try body.choice("language")
        if var consent = try body.object("consent") {
            change.wantsOffers = try consent.flag("offers")
            try consent.refuseOthers()
        }
        if body.has("email") { change.email = try body.email().map { .set($0) } ?? .remove }
        if body.has("phone") { change.phone = try body.phone().map { .set($0) } ?? .remove }
        change.currentPassword = try body.rawText("current_password")
        return change
    }

    /// For a browser; a program's token needs none.
    private static func csrfToken(for request: Request) -> String? {
        guard case .cookie(let cookie) = Credentials(request) else { return nil }
        return cookie.csrfToken.text
    }
}
