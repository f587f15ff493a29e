import HTTPTypes
import Hummingbird
import Logging
import Marketplace

/// A new account, made by its owner, who is signed in at once.
struct SignUpPages: Sendable {
    let accounts: Accounts
    let signIn: SignInPages

    init(accounts: Accounts, limiter: RateLimiter) {
        self.accounts = accounts
        signIn = SignInPages(accounts: accounts, limiter: limiter)
    }

    var routes: [Route] {
        [
            .page(.get, "/sign-up", show),
            Route.page(.post, "/sign-up", submit).limited(by: .register),
        ]
    }

    private static let template = "accounts/sign_up"
    private static let names = [
        "name", "email", "phone", "password", "role", "consent.terms", "consent.offers",
    ]

    /// `?role=provider` chooses beforehand.
    @Sendable func show(_ request: Request, _ page: PageContext) async throws -> Response {
        if let user = page.user { return page.redirect(to: Navigation.home(of: user.role)) }
        let role: Role = page.query.choice("role") == Role.provider ? .provider : .customer
        let typed = FormBody([.init(name: "role", value: role.rawValue)])
        let model = FormView("accounts", page.words, typed: typed).model(Self.names)
        return try page.render(Self.template, model.merging(SignInForm.onward(page)) { $1 })
    }

    @Sendable func submit(_ request: Request, _ page: PageContext) async throws -> Response {
        var form = FormReader(page.form)
        guard let user = try user(&form, page.language) else { return try refuse(page, problems: form.problems) }
        do {
            _ = try await accounts.register(user, by: page.visitor)
        } catch {
            return try refuse(page, error: error)
        }
        guard user.password != nil else { return try await SignInCodePages(pages: signIn).send(request, page) }
        return try await welcome(user, request, page)
    }

    /// Signs the new user in. Should that fail at this moment, the account is there all the same, and they can sign in
    /// by themselves.
    private func welcome(_ user: NewUser, _ request: Request, _ page: PageContext) async throws -> Response {
        let step = SignInStep(login: user.email?.text ?? user.phone?.text ?? "", password: user.password)
        let attempt = step.request(
            otp: nil, userAgent: request.headers[.userAgent], replacing: SessionCookie.token(of: request),
            signedInAs: nil)
        do {
            guard let attempt else { throw AccountError.wrongCredentials }
            let opened = try await accounts.signIn(attempt, by: page.visitor)
            return try signIn.answer(opened, page, done: "accounts.signed_up")
        } catch {
            page.request.logger.info("A new user could not be signed in at once", metadata: ["cause": "\(error)"])
            return page.redirect(to: LocalPath("/sign-in") ?? .home, done: "accounts.signed_up")
        }
    }

    /// Nil when something is wrong, which the form then has noted. Who leaves the password empty signs in by codes.
    private func user(_ form: inout FormReader, _ language: Language) throws -> NewUser? {
        let name = try form.require("name") { try $0.text($1) }
        let email = try form.read { try $0.email() }
        let phone = try form.read { try $0.phone() }
        if form.isFine, email == nil, phone == nil { form.note("phone", "not_reachable") }
        let isByCode = phone != nil && accounts.sendsTextMessages
        let password =
            isByCode
            ? try form.read { try $0.rawText("password") } : try form.require("password") { try $0.rawText($1) }
        let role = try form.require("role") { try $0.role($1) }
        var consent = try form.read { try $0.object("consent") }
        let acceptsTerms = try consent?.flag("terms") ?? false
        let wantsOffers = try consent?.flag("offers") ?? false
        if !acceptsTerms { form.note("consent.terms", "terms_not_accepted") }
        guard form.isFine, let name, password != nil || isByCode, let role else { return nil }
        return NewUser(
            name: name, email: email, phone: phone, password: password, role: role, language: language,
            acceptsTerms: true, wantsOffers: wantsOffers)
    }

    private func refuse(
        _ page: PageContext, problems: [FormProblem] = [], error: (any Error)? = nil
    ) throws -> Response {
        try page.refuse(
            Self.template, prefix: "accounts", names: Self.names, secrets: ["password"], problems: problems,
            error: error, model: SignInForm.onward(page))
    }
}
