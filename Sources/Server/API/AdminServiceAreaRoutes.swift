import Hummingbird
import Marketplace

/// What admins decide about service areas that owners propose.
struct AdminServiceAreaRoutes: Sendable {
    let providers: Providers

    var routes: [Route] {
        [
            Route(.get, "/api/admin/service-areas", for: .admins, list),
            Route(.post, "/api/service-areas/{id}/approve", for: .admins, approve),
            Route(.post, "/api/service-areas/{id}/reject", for: .admins, reject),
        ]
    }

    @Sendable func list(_ request: Request, _: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let filter: Providers.AreaFilter = try parameters.choice("status", default: .proposed)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        return Answer.json(try await providers.areas(filter, after: after, limit: limit))
    }

    @Sendable func approve(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await request.refuseMembers()
        return try await decide(.approve, request, context)
    }

    @Sendable func reject(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBody()
        let reason = try fields.require("reason") { try $0.text($1, length: 1...500) }
        try fields.refuseOthers()
        return try await decide(.reject(reason: reason), request, context)
    }

    private func decide(
        _ decision: AreaDecision, _ request: Request, _ context: SignedInContext
    ) async throws -> Response {
        guard let id = try context.request.id() else { throw AreaError.unknownArea }
        let precondition = try AreaPrecondition(request, area: id, isNeeded: false)
        return Answer.json(
            try await providers.decide(
                decision, onArea: id, if: precondition, for: context.user, by: context.actor))
    }
}
