import HTTPTypes
import Hummingbird
import Marketplace

/// What an admin changes of somebody's account, each with a step before it counts.
struct UserChangePages: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route.page(.get, "/admin/users/{id}/change", for: .admins, ask),
            .page(.post, "/admin/users/{id}/change", for: .admins, change),
        ]
    }

    enum Kind: String, CaseIterable, Sendable {
        case role, suspend, reactivate
        /// For somebody who lost it.
        case secondFactor = "second_factor"

        static func possible(for user: UserProfile) -> [Kind] {
            switch user.status {
            case .active: [.role, .secondFactor, .suspend]
            case .suspended: [.reactivate, .role, .secondFactor]
            case .erased: []
            }
        }

        /// Whether it can't be done without saying why.
        var needsReason: Bool { self == .suspend || self == .reactivate }
        var takesReason: Bool { self != .secondFactor }
    }

    private static let template = "admin/user_change"
    private static let names = ["role", "reason"]

    @Sendable func ask(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let user = try await user(page)
        guard let kind: Kind = page.query.choice("change"), Kind.possible(for: user).contains(kind) else {
            return page.redirect(to: UserPages.path(user.id))
        }
        let form = FormView("admin", page.words).model(Self.names)
        return try page.render(Self.template, form.merging(Self.model(user, kind, page, typed: nil)) { $1 })
    }

    @Sendable func change(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let user = try await user(page)
        guard let kind = Kind(rawValue: page.form["change"]) else {
            return page.redirect(to: UserPages.path(user.id))
        }
        var form = FormReader(page.form)
        let reason = try form.read { try $0.text("reason", length: 1...500) }
        if kind.needsReason, reason == nil, form.isFine { form.note("reason", "missing") }
        let role = kind == .role ? try form.require("role") { try $0.choice($1, Role.self) } : nil
        let shown = Self.model(user, kind, page, typed: page.form["role"])
        guard form.isFine else {
            return try page.refuse(
                Self.template, prefix: "admin", names: Self.names, problems: form.problems, model: shown)
        }
        do {
            switch kind {
            case .secondFactor: try await accounts.removeSecondFactor(ofOther: user.id, by: context.actor)
            case .role:
                _ = try await accounts.changeUser(
                    user.id, UserChange(role: role, reason: reason), by: context.actor)
            case .suspend, .reactivate:
                _ = try await accounts.changeUser(
                    user.id, UserChange(status: kind == .suspend ? .suspended : .active, reason: reason),
                    by: context.actor)
            }
        } catch {
            return try page.refuse(Self.template, prefix: "admin", names: Self.names, error: error, model: shown)
        }
        return page.redirect(to: UserPages.path(user.id), done: "admin.user_\(kind.rawValue)")
    }

    private static func model(_ user: UserProfile, _ kind: Kind, _ page: PageContext, typed: String?) -> [String: Any] {
        let view = AdminView(page)
        return [
            "person": UserPages.row(user, view), "title": page.words.text("admin.user_change.\(kind.rawValue)"),
            "consequence": page.words.text("admin.user_consequence.\(kind.rawValue)"),
            "action": "/admin/users/\(user.id)/change", "back_href": "/admin/users/\(user.id)",
            "change": kind.rawValue, "asks_role": kind == .role, "asks_reason": kind.takesReason,
            "is_approval": kind != .suspend && kind != .secondFactor,
            "roles": view.options("role", Role.allCases.map(\.rawValue), chosen: typed ?? user.role.rawValue),
        ]
    }

    private func user(_ page: PageContext) async throws -> UserProfile {
        guard let id = try page.request.id() else { throw AccountError.unknownUser }
        return try await UserProfile.find(id, on: accounts.pool)
    }
}
