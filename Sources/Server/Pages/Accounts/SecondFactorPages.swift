import Documents
import HTTPTypes
import Hummingbird
import Marketplace

/// A user's own second factor: set up, its recovery codes, its removal. All steps are sent to one address, so that
/// loading it anew is never wrong.
struct SecondFactorPages: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route.page(.get, "/account/second-factor", for: .everybodySignedIn, show).openBeforeSecondFactor(),
            Route.page(.post, "/account/second-factor", for: .everybodySignedIn, submit).openBeforeSecondFactor(),
        ]
    }

    private enum Step: String {
        case start, confirm, renew, remove
    }

    private static let template = "accounts/second_factor_settings"
    private static let setUpTemplate = "accounts/second_factor_setup"
    private static let path = LocalPath("/account/second-factor") ?? .home
    private static let secrets: Set<String> = ["password", "otp"]

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let form = FormView("accounts", context.page.words).model(["password", "otp"], secrets: Self.secrets)
        let model = try await status(context)
        return try context.page.render(Self.template, form.merging(model) { $1 })
    }

    @Sendable func submit(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        switch Step(rawValue: context.page.form["step"]) {
        case .start: try await start(context)
        case .confirm: try await confirm(context)
        case .renew:
            try await prove(context) { password, otp in
                let codes = try await accounts.renewRecoveryCodes(
                    of: context.user, password: password, code: otp, by: context.actor)
                return try showCodes(codes, context.page)
            }
        case .remove:
            try await prove(context) { password, otp in
                try await accounts.removeSecondFactor(
                    of: context.user, password: password, code: otp, by: context.actor)
                return context.page.redirect(to: Self.path, done: "accounts.second_factor_removed")
            }
        case nil: context.page.redirect(to: Self.path)
        }
    }

    private func start(_ context: PersonalPageContext) async throws -> Response {
        do {
            let secret = try await accounts.startSecondFactor(
                of: context.user, password: FormReader(context.page.form).password, by: context.actor)
            let form = FormView("accounts", context.page.words).model(["otp"], secrets: Self.secrets)
            return try context.page.render(
                Self.setUpTemplate, form.merging(Self.key(secret.text, uri: secret.uri)) { $1 })
        } catch {
            return try await refuse(context, [], error)
        }
    }

    /// What the app needs: as text, as a link and as a picture.
    private static func key(_ secret: String, uri: String) -> [String: Any] {
        var model: [String: Any] = ["secret": secret, "uri": uri]
        if let code = QRCode(uri) { model["qr"] = code.model }
        return model
    }

    /// After a wrong code the key is shown again, as it came along.
    private func confirm(_ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let (secret, uri) = (page.form["otp_secret"], page.form["otp_uri"])
        func refuse(_ problems: [FormProblem], _ error: (any Error)? = nil) throws -> Response {
            guard secret.wholeMatch(of: /[A-Z2-7]{16,64}/) != nil, uri.hasPrefix("otpauth://totp/") else {
                if let error { throw error }
                return page.redirect(to: Self.path)
            }
            return try page.refuse(
                Self.setUpTemplate, prefix: "accounts", names: ["otp"], secrets: Self.secrets, problems: problems,
                error: error, model: Self.key(secret, uri: uri))
        }
        var form = FormReader(page.form)
        let otp = try form.require("otp") { try $0.text($1, length: 1...64) }
        guard form.isFine, let otp else { return try refuse(form.problems) }
        do {
            return try showCodes(
                try await accounts.confirmSecondFactor(of: context.user, code: otp, by: context.actor), page)
        } catch SecondFactorError.wrongCode {
            return try refuse([FormProblem(field: "otp", code: "wrong_app_code")])
        } catch {
            return try refuse([], error)
        }
    }

    private func prove(
        _ context: PersonalPageContext, _ body: (_ password: String?, _ otp: String) async throws -> Response
    ) async throws -> Response {
        var form = FormReader(context.page.form)
        let otp = try form.require("otp") { try $0.text($1, length: 1...64) }
        guard form.isFine, let otp else { return try await refuse(context, form.problems) }
        do {
            return try await body(form.password, otp)
        } catch {
            return try await refuse(context, [], error)
        }
    }

    private func showCodes(_ codes: [String], _ page: PageContext) throws -> Response {
        try page.render("accounts/recovery_codes", ["codes": codes])
    }

    private func refuse(
        _ context: PersonalPageContext, _ problems: [FormProblem], _ error: (any Error)? = nil
    ) async throws -> Response {
        try context.page.refuse(
            Self.template, prefix: "accounts", names: ["password", "otp"], secrets: Self.secrets,
            problems: problems, error: error, model: try await status(context))
    }

    private func status(_ context: PersonalPageContext) async throws -> [String: Any] {
        let status = try await accounts.secondFactorStatus(of: context.user)
        return [
            "is_active": status.isActive, "is_required": status.isRequired,
            "codes_left": context.page.words.text(
                "accounts.recovery.left", ["count": String(status.recoveryCodesLeft)]),
            "notice_kind": status.recoveryCodesLeft < 3 ? "warn" : "ok",
        ]
    }
}

extension FormReader {
    /// Exactly as typed; nil when nothing was.
    fileprivate var password: String? {
        var fields = fields
        return (try? fields.rawText("password")) ?? nil
    }
}
