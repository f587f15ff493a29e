import HTTPTypes
import Hummingbird
import Marketplace

/// Where the link leads by which somebody proves that an e-mail address is theirs.
struct EmailCheckPages: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            .page(.get, "/email/verify", show),
            Route.page(.post, "/email/verify", verify).limited(by: .resetAddress),
            Route.page(.post, "/account/email-check", for: .everybodySignedIn, send).limited(by: .emailCheck),
        ]
    }

    private static let template = "accounts/verify_email"

    /// Only asks: programs that look through mails follow links too.
    @Sendable func show(_ request: Request, _ page: PageContext) async throws -> Response {
        try page.render(Self.template, ["token": page.query.text("token") ?? ""])
    }

    @Sendable func verify(_ request: Request, _ page: PageContext) async throws -> Response {
        do {
            try await accounts.verifyEmail(token: OpaqueToken(page.form["token"]), by: page.visitor)
        } catch let error as AccountMessageError {
            return try page.refuse(
                Self.template, prefix: "accounts", names: [], error: error, model: ["is_dead": true])
        }
        let next = page.holder == nil ? LocalPath("/sign-in") ?? .home : AccountPages.path
        return page.redirect(to: next, done: "accounts.email_verified")
    }

    @Sendable func send(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await accounts.requestEmailCheckAgain(of: context.user.id)
        return context.page.redirect(to: AccountPages.path, done: "accounts.email_check_sent")
    }
}
