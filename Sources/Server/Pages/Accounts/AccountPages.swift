import HTTPTypes
import Hummingbird
import Marketplace

/// Somebody's own account: who they are, how they are reached, in which language, and what they agreed to.
struct AccountPages: Sendable {
    let accounts: Accounts

    static let path = LocalPath("/account") ?? .home

    var routes: [Route] {
        [
            .page(.get, "/account", for: .everybodySignedIn, show),
            .page(.post, "/account", for: .everybodySignedIn, change),
        ]
    }

    private static let template = "accounts/account"
    private static let names = ["name", "phone", "email", "language", "consent.offers", "current_password"]
    private static let secrets: Set<String> = ["current_password"]

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let profile = try await UserProfile.find(context.user.id, on: accounts.pool)
        let form = FormView("accounts", context.page.words, typed: Self.typed(profile))
            .model(Self.names, secrets: Self.secrets)
        return try context.page.render(Self.template, form.merging(Self.model(profile, context.page.words)) { $1 })
    }

    @Sendable func change(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let before = try await UserProfile.find(context.user.id, on: accounts.pool)
        func refuse(_ problems: [FormProblem], _ error: (any Error)? = nil) throws -> Response {
            try page.refuse(
                Self.template, prefix: "accounts", names: Self.names, secrets: Self.secrets, problems: problems,
                error: error, model: Self.model(before, page.words))
        }
        var form = FormReader(page.form)
        let change = try Self.change(&form)
        guard form.isFine else { return try refuse(form.problems) }
        do {
            let after = try await accounts.changeProfile(of: context.user, change, by: context.actor)
            let isSame = after.language == before.language
            let next = isSame ? Self.path : Self.path.adding("lang", after.language.rawValue)
            return page.redirect(to: next, done: "accounts.saved")
        } catch {
            return try refuse([], error)
        }
    }

    /// A box that isn't ticked isn't sent.
    private static func change(_ form: inout FormReader) throws -> ProfileChange {
        var change = ProfileChange()
        change.name = try form.require("name") { try $0.text($1) }
        change.email = try form.read { try $0.email() }.map { .set($0) } ?? .remove
        change.phone = try form.read { try $0.phone() }.map { .set($0) } ?? .remove
        change.language = try form.read { try $0.choice("language") }
        var consent = try form.read { try $0.object("consent") }
        change.wantsOffers = try consent?.flag("offers") ?? false
        change.currentPassword = try form.read { try $0.rawText("current_password") }
        return change
    }

    private static func typed(_ profile: UserProfile) -> FormBody {
        FormBody([
            .init(name: "name", value: profile.name), .init(name: "phone", value: profile.phone ?? ""),
            .init(name: "email", value: profile.email ?? ""),
            .init(name: "language", value: profile.language.rawValue),
            .init(name: "consent.offers", value: profile.offersAcceptedAt == nil ? "" : "true"),
        ])
    }

    private static func model(_ profile: UserProfile, _ words: Words) -> [String: Any] {
        let formats = Formats(words)
        var model: [String: Any] = [
            "since": words.text("accounts.since", ["date": formats.date(profile.createdAt)]),
            "role": words.text("accounts.role.\(profile.role.rawValue)"),
        ]
        if profile.email != nil {
            model["email_state"] = ["is_verified": profile.emailVerifiedAt != nil]
        }
        if profile.phone != nil { model["phone_state"] = ["is_verified": profile.phoneVerifiedAt != nil] }
        if let accepted = profile.termsAcceptedAt {
            model["terms"] = words.text("accounts.terms_accepted", ["date": formats.date(accepted)])
        }
        return model
    }
}
