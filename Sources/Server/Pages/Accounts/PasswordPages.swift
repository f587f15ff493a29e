import HTTPTypes
import Hummingbird
import Marketplace

/// A new password: for whoever forgot theirs, by a mail, and for whoever is signed in.
struct PasswordPages: Sendable {
    let accounts: Accounts
    let limiter: RateLimiter

    var routes: [Route] {
        [
            .page(.get, "/password/forgot", forgot),
            Route.page(.post, "/password/forgot", ask).limited(by: .resetAddress),
            .page(.get, "/password/reset", show),
            Route.page(.post, "/password/reset", reset).limited(by: .resetAddress),
            .page(.get, "/account/password", for: .everybodySignedIn, showChange),
            .page(.post, "/account/password", for: .everybodySignedIn, change),
        ]
    }

    private static let forgotTemplate = "accounts/forgot"
    private static let resetTemplate = "accounts/reset"
    private static let changeTemplate = "accounts/password"
    private static let changeNames = ["current_password", "new_password"]

    @Sendable func forgot(_ request: Request, _ page: PageContext) async throws -> Response {
        try page.render(Self.forgotTemplate, FormView("accounts", page.words).model(["email"]))
    }

    /// The same page whether the address is an account's or not.
    @Sendable func ask(_ request: Request, _ page: PageContext) async throws -> Response {
        var form = FormReader(page.form)
        let email = try form.require("email") { try $0.email($1) }
        guard form.isFine, let email else {
            return try page.refuse(
                Self.forgotTemplate, prefix: "accounts", names: ["email"], problems: form.problems)
        }
        do {
            try await PasswordResetRoutes(accounts: accounts, limiter: limiter).ask(email)
        } catch {
            return try page.refuse(Self.forgotTemplate, prefix: "accounts", names: ["email"], error: error)
        }
        return page.redirect(to: LocalPath("/password/forgot") ?? .home, done: "accounts.reset_sent")
    }

    @Sendable func show(_ request: Request, _ page: PageContext) async throws -> Response {
        var model = FormView("accounts", page.words).model(["password"], secrets: ["password"])
        model["token"] = page.query.text("token") ?? ""
        return try page.render(Self.resetTemplate, model)
    }

    @Sendable func reset(_ request: Request, _ page: PageContext) async throws -> Response {
        func refuse(_ problems: [FormProblem], _ error: (any Error)? = nil) throws -> Response {
            try page.refuse(
                Self.resetTemplate, prefix: "accounts", names: ["password"], secrets: ["password"],
                problems: problems, error: error, model: ["token": page.form["token"]])
        }
        var form = FormReader(page.form)
        let password = try form.require("password") { try $0.rawText($1) }
        guard form.isFine, let password else { return try refuse(form.problems) }
        do {
            let resetAccess = try await accounts.resetPassword(
                token: OpaqueToken(page.form["token"]), to: password, by: page.visitor)
            let signIn = LocalPath("/sign-in") ?? .home
            return resetAccess
                ? page.redirect(to: signIn, done: "accounts.access_reset")
                : page.redirect(to: signIn, done: "accounts.password_set")
        } catch {
            return try refuse([], error)
        }
    }

    @Sendable func showChange(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let view = FormView("accounts", context.page.words)
        return try context.page.render(
            Self.changeTemplate, view.model(Self.changeNames, secrets: Set(Self.changeNames)))
    }

    /// Ends every session and begins a new one.
    @Sendable func change(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        func refuse(_ problems: [FormProblem], _ error: (any Error)? = nil) throws -> Response {
            try page.refuse(
                Self.changeTemplate, prefix: "accounts", names: Self.changeNames, secrets: Set(Self.changeNames),
                problems: problems, error: error)
        }
        var form = FormReader(page.form)
        let current = try form.read { try $0.rawText("current_password") }
        let new = try form.require("new_password") { try $0.rawText($1) }
        guard form.isFine, let new else { return try refuse(form.problems) }
        do {
            let signIn = try await accounts.changePassword(
                of: context.user, from: current, to: new, userAgent: request.headers[.userAgent], by: context.actor)
            var response = page.redirect(to: AccountPages.path, done: "accounts.password_changed")
            response.headers[.setCookie] = SessionCookie.set(
                signIn.opened, until: accounts.sessionLimits.absolute)
            return response
        } catch let error as AccountError {
            return try refuse([], ErrorResponses.account(error, passwordField: "new_password"))
        }
    }
}
