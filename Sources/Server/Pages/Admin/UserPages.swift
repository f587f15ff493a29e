import HTTPTypes
import Hummingbird
import Marketplace
import Postgres

/// Accounts in the hands of admins. Looking is itself written down.
struct UserPages: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route.page(.get, "/admin/users", for: .admins, list).writtenDown(),
            .page(.get, "/admin/new-user", for: .admins, new),
            .page(.post, "/admin/new-user", for: .admins, create),
            Route.page(.get, "/admin/users/{id}", for: .admins, show).writtenDown(),
        ] + UserChangePages(accounts: accounts).routes
    }

    private static let newTemplate = "admin/user_new"
    private static let names = ["name", "email", "phone", "password", "role", "language"]

    @Sendable func list(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var list = UserList()
        list.q = page.query.text("q")
        list.role = page.query.choice("role")
        list.status = page.query.choice("status")
        list.limit = AdminPaging.length
        list.before = AdminPaging.after(page)
        let (users, next) = try await list.shown(to: context.actor, on: accounts.pool)
        let view = AdminView(page)
        let given: [(name: String, value: String?)] = [
            ("q", list.q), ("role", list.role?.rawValue), ("status", list.status?.rawValue),
        ]
        let fields: [(name: String, value: String)] = given.compactMap { field in field.value.map { (field.name, $0) } }
        var model: [String: Any] = [
            "q": list.q ?? "", "users": users.map { Self.row($0, view) }, "has_users": !users.isEmpty,
            "roles": view.options("role", Role.allCases.map(\.rawValue), chosen: list.role?.rawValue),
            "statuses": view.options(
                "user_status", AccountStatus.allCases.map(\.rawValue), chosen: list.status?.rawValue),
            "is_filtered": !fields.isEmpty,
        ]
        AdminPaging.add(to: &model, .users, fields, next: next, isFirst: list.before == nil)
        return try page.render(.users, model)
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        guard let id = try page.request.id() else { throw AccountError.unknownUser }
        let user = try await UserProfile.find(id, on: accounts.pool)
        try await accounts.pool.withConnection { connection in
            try await AuditEntry("user.read", "user", id).recordOncePerHour(by: context.actor, on: connection)
        }
        var model = Self.row(user, AdminView(page))
        model["audit_href"] = AdminTab.audit.address([("entity_type", "user"), ("entity_id", String(id))])
        model["done_by_href"] = AdminTab.audit.address([("performed_by", String(id))])
        model["changes"] = UserChangePages.Kind.possible(for: user).map { kind in
            [
                "label": page.words.text("admin.user_change.\(kind.rawValue)"), "is_suspension": kind == .suspend,
                "href": "/admin/users/\(id)/change?change=\(kind.rawValue)",
            ] as [String: Any]
        }
        return try page.render("admin/user", model)
    }

    @Sendable func new(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let typed = FormBody([("role", Role.dispatcher.rawValue), ("language", page.language.rawValue)])
        let form = FormView("admin", page.words, typed: typed).model(Self.names)
        return try page.render(Self.newTemplate, form.merging(Self.choices(page, typed)) { $1 })
    }

    @Sendable func create(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var form = FormReader(page.form)
        let name = try form.require("name") { try $0.text($1) }
        let email = try form.read { try $0.email() }
        let phone = try form.read { try $0.phone() }
        let role = try form.require("role") { try $0.choice($1, Role.self) }
        let language = try form.read { try $0.choice("language", Language.self) }
        let password = page.form["password"]
        guard form.isFine, let name, let role else { return try refuse(page, problems: form.problems) }
        let user = NewUser(
            name: name, email: email, phone: phone, password: password.isEmpty ? nil : password, role: role,
            language: language ?? .english)
        do {
            let profile = try await accounts.createUser(user, by: context.actor)
            return page.redirect(to: Self.path(profile.id), done: "admin.user_created")
        } catch {
            return try refuse(page, error: error)
        }
    }

    private func refuse(
        _ page: PageContext, problems: [FormProblem] = [], error: (any Error)? = nil
    ) throws -> Response {
        try page.refuse(
            Self.newTemplate, prefix: "admin", names: Self.names, secrets: ["password"], problems: problems,
            error: error, model: Self.choices(page, page.form))
    }

    private static func choices(_ page: PageContext, _ typed: FormBody) -> [String: Any] {
        let view = AdminView(page)
        return [
            "roles": view.options("role", ["dispatcher", "admin", "provider", "customer"], chosen: typed["role"]),
            "languages": view.options("language", Language.allCases.map(\.rawValue), chosen: typed["language"]),
        ]
    }

    static func row(_ user: UserProfile, _ view: AdminView) -> [String: Any] {
        var row: [String: Any] = [
            "id": String(user.id), "href": "/admin/users/\(user.id)", "name": view.named(user.name),
            "email": user.email ?? "", "phone": user.phone.map(view.formats.phone) ?? "",
            "role": view.label("role", user.role.rawValue),
            "state": view.state("user_status", user.status.rawValue), "created": view.time(user.createdAt),
            "language": view.label("language", user.language.rawValue),
            "email_verified": user.emailVerifiedAt != nil, "phone_verified": user.phoneVerifiedAt != nil,
        ]
        if let lastLogin = user.lastLogin { row["last_login"] = view.time(lastLogin) }
        return row
    }

    static func path(_ id: Int64) -> LocalPath { LocalPath("/admin/users/\(id)") ?? .home }
}
