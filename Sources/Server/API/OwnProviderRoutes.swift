import Foundation
import Hummingbird
import Marketplace
import Matching

/// What owners do with their centres; an admin may do it in their place.
struct OwnProviderRoutes: Sendable {
    let providers: Providers

    var routes: [Route] {
        [
            Route(.post, "/api/providers/register", for: .providers, register).limited(by: .centres),
            Route(.get, "/api/me/providers", for: .providers, list),
            Route(.patch, "/api/providers/{id}", for: .providersAndAdmins, change),
            Route(.put, "/api/providers/{id}/hours", for: .providersAndAdmins, setHours),
        ]
    }

    @Sendable func register(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBody()
        let profile = try ProviderProfile(new: &fields)
        let id = try await providers.register(profile, for: context.user.id, by: context.actor)
        var answer = try await centre(id, for: context.user)
        answer.status = .created
        answer.headers[.location] = "/api/providers/\(id)"
        return answer
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        return Answer.json(try await providers.own(of: context.user, after: after, limit: limit))
    }

    @Sendable func change(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try id(context)
        var fields = try await request.jsonBody()
        let profile = try ProviderProfile(changing: &fields)
        try await providers.change(id, to: profile, for: context.user, by: context.actor)
        return try await centre(id, for: context.user)
    }

    @Sendable func setHours(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try id(context)
        var fields = try await request.jsonBody()
        var profile = ProviderProfile()
        let hours = try fields.onlyHours()
        profile.hours = hours
        try await providers.change(id, to: profile, for: context.user, by: context.actor)
        return Answer.json { json in json.object { $0.write(hours) } }
    }

    private func centre(_ id: Int64, for user: SignedInUser) async throws -> Response {
        let record = try await providers.record(of: id, for: user)
        let detail = try await CentreDetail.find(id, approvedOnly: false, on: providers.pool)
        return Answer.json(capacity: 2048) { $0.write(detail, record, now: Date()) }.tagged(record)
    }

    private func id(_ context: SignedInContext) throws -> Int64 {
        guard let id = try context.request.id() else { throw ProviderError.unknownProvider }
        return id
    }
}
