import HTTPTypes
import Hummingbird
import Marketplace

/// Accounts in the hands of administrators. Looking is itself written down.
struct AdminUserRoutes: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route(.get, "/api/admin/users", for: .admins, list).writtenDown(),
            Route(.post, "/api/admin/users", for: .admins, create),
            Route(.patch, "/api/admin/users/{id}", for: .admins, change),
        ]
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        var list = UserList()
        list.q = parameters.text("q")
        list.role = try parameters.optionalChoice("role")
        list.status = try parameters.optionalChoice("status")
        list.limit = try parameters.integer("limit", in: 1...100, default: 20)
        list.before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let (users, next) = try await list.shown(to: context.actor, on: accounts.pool)
        return Answer.personal {
            $0.writePage(users, next: next.map { Cursor.text([$0]) }) { $0.write($1) }
        }
    }

    @Sendable func create(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var body = try await request.jsonBody()
        var user = NewUser(
            name: try body.require("name") { try $0.text($1) }, email: try body.email(), phone: try body.phone(),
            password: try body.rawText("password"), role: try body.require("role") { try $0.choice($1) })
        user.language = try body.choice("language") ?? .english
        try body.refuseOthers()
        let profile = try await accounts.createUser(user, by: context.actor)
        return Answer.personal(.created) { $0.write(profile) }
    }

    @Sendable func change(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var body = try await request.jsonBody()
        let change = UserChange(
            role: try body.choice("role"), status: try body.choice("status"),
            reason: try body.text("reason", length: 1...500))
        try body.refuseOthers()
        guard let id = try context.request.id() else { throw AccountError.unknownUser }
        let profile = try await accounts.changeUser(id, change, by: context.actor)
        return Answer.personal { $0.write(profile) }
    }
}
