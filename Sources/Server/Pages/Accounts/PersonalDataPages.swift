import HTTPTypes
import Hummingbird
import Marketplace

/// What we hold about somebody, to take along, and its end.
struct PersonalDataPages: Sendable {
    let data: PersonalData

    var routes: [Route] {
        [
            .page(.get, "/account/export", for: .everybodySignedIn, showExport),
            .page(.get, "/account/erase", for: .everybodySignedIn, showErase),
            .page(.post, "/account/erase", for: .everybodySignedIn, erase),
        ]
    }

    private static let template = "accounts/erase"
    private static let names = ["current_password", "sure"]
    private static let secrets: Set<String> = ["current_password"]

    @Sendable func showExport(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try context.page.render("accounts/export")
    }

    @Sendable func showErase(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let form = FormView("accounts", context.page.words).model(Self.names, secrets: Self.secrets)
        return try context.page.render(Self.template, form.merging(Self.model(context)) { $1 })
    }

    @Sendable func erase(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        func refuse(_ problems: [FormProblem], _ error: (any Error)? = nil) throws -> Response {
            try context.page.refuse(
                Self.template, prefix: "accounts", names: Self.names, secrets: Self.secrets, problems: problems,
                error: error, model: Self.model(context))
        }
        var form = FormReader(context.page.form)
        if try form.read({ try $0.flag("sure") }) != true { form.note("sure", "missing") }
        let password = try form.read { try $0.rawText("current_password") }
        guard form.isFine else { return try refuse(form.problems) }
        do {
            try await data.erase(context.user, password: password, by: context.actor)
        } catch {
            return try refuse([], error)
        }
        var response = context.page.redirect(to: .home, done: "accounts.erased")
        response.headers[.setCookie] = SessionCookie.clearing
        return response
    }

    private static func model(_ context: PersonalPageContext) -> [String: Any] {
        ["is_provider": context.user.role == .provider]
    }
}
