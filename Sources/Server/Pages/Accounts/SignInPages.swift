import HTTPTypes
import Hummingbird
import Marketplace

/// Signing in, by password and with a second factor where there is one, and out.
struct SignInPages: Sendable {
    let accounts: Accounts
    let limiter: RateLimiter

    /// A kept form comes along, encoded once more.
    static let formLimit = 512 << 10

    var routes: [Route] {
        [
            .page(.get, "/sign-in", show),
            .page(.post, "/sign-in", formLimit: Self.formLimit, submit),
            .page(.get, "/sign-in/second-factor", startAgain),
            .page(.post, "/sign-in/second-factor", formLimit: Self.formLimit, submitSecondFactor),
            .page(.post, "/sign-out", for: .everybodySignedIn, signOut).openBeforeSecondFactor(),
        ] + SignInCodePages(pages: self).routes
    }

    @Sendable func show(_ request: Request, _ page: PageContext) async throws -> Response {
        if let user = page.user {
            return page.redirect(
                to: page.query.text("next").flatMap { LocalPath($0) } ?? Navigation.home(of: user.role))
        }
        var model = SignInForm.model(page, typed: FormBody(), next: nil)
        // They didn't ask to sign in, but were led here.
        if page.query.text("first") == "true" { model["notice"] = page.words.text("frame.sign_in_first") }
        return try page.render(SignInForm.template, model)
    }

    @Sendable func startAgain(_ request: Request, _ page: PageContext) async throws -> Response {
        let next = page.query.text("next").flatMap { LocalPath($0) }
        return page.redirect(to: LocalPath("/sign-in" + (next.map { "?next=" + $0.encoded } ?? "")) ?? .home)
    }

    @Sendable func submit(_ request: Request, _ page: PageContext) async throws -> Response {
        if SignInForm.begins(page) { return try await show(request, page) }
        var form = FormReader(page.form)
        let login = try form.require("login") { try $0.text($1, length: 1...254) }
        if let login, SignInForm.name(login) == nil { form.note("login", "wrong") }
        let password = try form.require("password") { try $0.rawText($1) }
        guard form.isFine, let login, let password else { return try refuse(page, problems: form.problems) }
        return try await signIn(SignInStep(login: login, password: password), request, page) { error in
            try refuse(page, error: error)
        }
    }

    @Sendable func submitSecondFactor(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let step = SignInStep(sealed: page.form["step"], by: accounts.secrets) else {
            var model = SignInForm.model(page, typed: FormBody(), next: nil)
            model["notice"] = page.words.text("accounts.sign_in_took_too_long")
            return try page.render(SignInForm.template, model, status: .unprocessableContent)
        }
        var form = FormReader(page.form)
        let otp = try form.require("otp") { try $0.text($1, length: 1...64) }
        guard form.isFine, let otp else { return try askForSecondFactor(step, page, problems: form.problems) }
        return try await signIn(step, otp: otp, request, page) { error in
            if let error = error as? SecondFactorError, error == .wrong {
                return try askForSecondFactor(step, page, problems: [FormProblem(field: "otp", code: "wrong")])
            }
            return try askForSecondFactor(step, page, error: error)
        }
    }

    /// - Parameter refuse: The page for an error that whoever signs in can do something about.
    func signIn(
        _ step: SignInStep, otp: String? = nil, _ request: Request, _ page: PageContext,
        refuse: (any Error) throws -> Response
    ) async throws -> Response {
        let attempt = step.request(
            otp: otp, userAgent: request.headers[.userAgent], replacing: SessionCookie.token(of: request),
            signedInAs: page.holder?.id)
        guard let attempt else { return try refuse(AccountError.wrongCredentials) }
        do {
            return try answer(try await accounts.signIn(attempt, by: page.visitor), page)
        } catch SecondFactorError.required {
            return try askForSecondFactor(step, page)
        } catch {
            return try refuse(error)
        }
    }

    /// Onward with the new session: to the form that was kept, to where its owner wanted to go, or to their first page.
    func answer(_ signIn: SignIn, _ page: PageContext, done: String? = nil) throws -> Response {
        var response: Response
        if let kept = KeptForm(in: page.form) {
            response = try page.offer(kept, session: signIn.opened.cookie, owner: signIn.user.name)
        } else {
            let done = signIn.resetAccess ? "accounts.access_reset" : done
            let next = LocalPath(page.form["next"]) ?? Navigation.home(of: signIn.user.role)
            response = page.redirect(to: next, done: done)
        }
        response.headers.append(
            HTTPField(
                name: .setCookie, value: SessionCookie.set(signIn.opened, until: accounts.sessionLimits.absolute)))
        return response
    }

    private func refuse(
        _ page: PageContext, problems: [FormProblem] = [], error: (any Error)? = nil
    ) throws -> Response {
        try page.refuse(
            SignInForm.template, prefix: "accounts", names: SignInForm.names, secrets: SignInForm.secrets,
            problems: problems, error: error, model: SignInForm.onward(page))
    }

    private func askForSecondFactor(
        _ step: SignInStep, _ page: PageContext, problems: [FormProblem] = [], error: (any Error)? = nil
    ) throws -> Response {
        var model = SignInForm.onward(page)
        model["step"] = try step.sealed(by: accounts.secrets)
        let template = "accounts/second_factor"
        guard error != nil || !problems.isEmpty else {
            let form = FormView("accounts", page.words).model(["otp"], secrets: ["otp"])
            return try page.render(template, form.merging(model) { $1 })
        }
        return try page.refuse(
            template, prefix: "accounts", names: ["otp"], secrets: ["otp"], problems: problems, error: error,
            model: model)
    }

    @Sendable func signOut(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await accounts.signOut(context.user, by: context.actor)
        var response = context.page.redirect(to: .home, done: "accounts.signed_out")
        response.headers[.setCookie] = SessionCookie.clearing
        return response
    }
}
