import HTTPTypes
import Hummingbird
import Marketplace

/// Signing in by a code that comes as a text message.
struct SignInCodePages: Sendable {
    let pages: SignInPages

    var routes: [Route] {
        [
            .page(.get, "/sign-in/code", show),
            Route.page(.post, "/sign-in/code", formLimit: SignInPages.formLimit, send).limited(by: .codesAddress),
            .page(.get, "/sign-in/code/enter", showEnter),
            .page(.post, "/sign-in/code/enter", formLimit: SignInPages.formLimit, enter),
        ]
    }

    private static let askTemplate = "accounts/sign_in_code"
    private static let enterTemplate = "accounts/sign_in_code_enter"

    @Sendable func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let model = FormView("accounts", page.words).model(["phone"])
        return try page.render(Self.askTemplate, model.merging(SignInForm.onward(page)) { $1 })
    }

    /// For a code that has come already: many a phone forgets the page that asked for it while one reads the message.
    @Sendable func showEnter(_ request: Request, _ page: PageContext) async throws -> Response {
        var model = FormView("accounts", page.words).model(["phone", "code"], secrets: ["code"])
        model["asks_phone"] = true
        return try page.render(Self.enterTemplate, model.merging(SignInForm.onward(page)) { $1 })
    }

    /// The same page whether the number is an account's or not.
    @Sendable func send(_ request: Request, _ page: PageContext) async throws -> Response {
        if SignInForm.begins(page) { return try await show(request, page) }
        var form = FormReader(page.form)
        let phone = try form.require("phone") { try $0.phone($1) }
        let onward = SignInForm.onward(page)
        guard form.isFine, let phone else {
            return try page.refuse(
                Self.askTemplate, prefix: "accounts", names: ["phone"], problems: form.problems, model: onward)
        }
        let codeRequest: OpaqueToken
        do {
            codeRequest = try await LoginCodeRoutes(accounts: pages.accounts, limiter: pages.limiter)
                .send(to: phone, page.request)
        } catch {
            return try page.refuse(Self.askTemplate, prefix: "accounts", names: ["phone"], error: error, model: onward)
        }
        var model = FormView("accounts", page.words, typed: page.form).model(["phone", "code"], secrets: ["code"])
        model["code_request"] = codeRequest.text
        return try page.render(Self.enterTemplate, model.merging(onward) { $1 })
    }

    @Sendable func enter(_ request: Request, _ page: PageContext) async throws -> Response {
        let codeRequest = page.form["code_request"]
        func refuse(_ problems: [FormProblem] = [], _ error: (any Error)? = nil) throws -> Response {
            var model = SignInForm.onward(page)
            model["code_request"] = codeRequest
            model["asks_phone"] = codeRequest.isEmpty
            return try page.refuse(
                Self.enterTemplate, prefix: "accounts", names: ["phone", "code"], secrets: ["code"],
                problems: problems, error: error, model: model)
        }
        var form = FormReader(page.form)
        let phone = try form.require("phone") { try $0.phone($1) }
        let code = try form.require("code") { try $0.text($1, length: 1...20) }
        guard form.isFine, let phone, let code else { return try refuse(form.problems) }
        return try await pages.signIn(
            SignInStep(login: phone.text, code: code, codeRequest: codeRequest), request, page
        ) { error in
            if let error = error as? AccountError, error == .wrongCredentials {
                return try refuse([FormProblem(field: "code", code: "wrong")])
            }
            return try refuse([], error)
        }
    }
}
