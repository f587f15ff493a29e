import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// The ground that centres serve: drawn by owners and admins, seen by the staff too.
struct ServiceAreaRoutes: Sendable {
    let providers: Providers

    var routes: [Route] {
        [
            Route(.get, "/api/providers/{id}/service-areas", for: .providersAndStaff, list),
            Route(.post, "/api/providers/{id}/service-areas", for: .providersAndAdmins, create).takingQuery()
                .limited(by: .proposals),
            Route(.get, "/api/service-areas/{id}", for: .providersAndStaff, detail),
            Route(.put, "/api/service-areas/{id}", for: .providersAndAdmins, replace).takingQuery()
                .limited(by: .proposals),
            Route(.delete, "/api/service-areas/{id}", for: .providersAndAdmins, withdraw),
            Route(.delete, "/api/service-areas/{id}/proposal", for: .providersAndAdmins, withdrawProposal),
            Route(.get, "/api/service-areas/{id}/versions", for: .providersAndStaff, versions),
            Route(.get, "/api/service-areas/{id}/versions/{version}", for: .providersAndStaff, version),
        ]
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        guard let provider = try context.request.id() else { throw ProviderError.unknownProvider }
        return Answer.json(
            try await providers.areas(of: provider, for: context.user, after: after, limit: limit))
    }

    @Sendable func create(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let srid = try AreaFile.srid(in: request)
        guard let provider = try context.request.id() else { throw ProviderError.unknownProvider }
        let area = try await providers.createArea(
            of: provider, try await AreaRequest(request, srid: srid), for: context.user, by: context.actor)
        var answer = Answer.json(area)
        answer.status = .created
        answer.headers[.location] = "/api/service-areas/\(area.id)"
        return answer
    }

    @Sendable func detail(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        return Answer.json(try await providers.area(try id(context), for: context.user))
    }

    @Sendable func replace(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let srid = try AreaFile.srid(in: request)
        let id = try id(context)
        let precondition = try AreaPrecondition(request, area: id, isNeeded: true)
        return Answer.json(
            try await providers.replaceArea(
                id, if: precondition, with: try await AreaRequest(request, srid: srid), for: context.user,
                by: context.actor))
    }

    @Sendable func withdraw(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try id(context)
        let precondition = try AreaPrecondition(request, area: id, isNeeded: true)
        try await request.refuseMembers()
        try await providers.withdrawArea(id, if: precondition, for: context.user, by: context.actor)
        return Response(status: .noContent)
    }

    @Sendable func withdrawProposal(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let id = try id(context)
        let precondition = try AreaPrecondition(request, area: id, isNeeded: true)
        try await request.refuseMembers()
        try await providers.withdrawProposal(ofArea: id, if: precondition, for: context.user, by: context.actor)
        return Response(status: .noContent)
    }

    @Sendable func versions(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let page = try await providers.versions(
            ofArea: try id(context), for: context.user, after: after.map { Int32(clamping: $0) }, limit: limit)
        return Answer.json {
            $0.writePage(page.items, next: page.next.map { Cursor.text([Int64($0)]) }) { $0.write($1) }
        }
    }

    @Sendable func version(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        guard let number = try context.request.id("version").flatMap({ Int32(exactly: $0) }) else {
            throw AreaError.unknownVersion
        }
        let version = try await providers.version(number, ofArea: try id(context), for: context.user)
        return Answer.json(capacity: 8192) { $0.write(version) }
    }

    private func id(_ context: SignedInContext) throws -> Int64 {
        guard let id = try context.request.id() else { throw AreaError.unknownArea }
        return id
    }
}
