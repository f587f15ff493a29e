import Foundation
import Hummingbird
import Marketplace
import Matching
import NIOCore
import Postgres

/// Centres as visitors see them; their owners and admins are shown theirs before they are approved, and more of them.
struct ProviderRoutes: Sendable {
    let providers: Providers
    let bookings: Bookings

    private var pool: PostgresPool { providers.pool }

    var routes: [Route] {
        [
            Route(visitor: .get, "/api/providers", produces: [.applicationJson, .csv], list).limited(by: .search),
            Route(visitor: .get, "/api/providers/{id}", detail).limited(by: .search),
            Route(visitor: .get, "/api/providers/{id}/hours", hours).limited(by: .search),
            .get("/api/providers/{id}/service-area", produces: [.geoJSON, .applicationJson], serviceArea)
                .limited(by: .search),
        ]
    }

    @Sendable func list(_ request: Request, _ context: VisitorContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        var list = CentreList()
        if context.user?.role == .admin { list.status = try parameters.choice("status", default: .approved) }
        list.city = parameters.text("city")
        list.district = parameters.text("district")
        list.pincode = try parameters.text("pincode").map { text in
            guard let pincode = Pincode(text) else { throw Problem.invalidPincode("pincode") }
            return pincode
        }
        list.q = parameters.text("q")
        list.service = parameters.text("service")
        list.limit = try parameters.integer("limit", in: 1...100, default: 20)
        list.after = try parameters.text("cursor").map(Cursor.position)
        try parameters.refuseOthers()
        let (centres, next) = try await list.page(on: pool)
        let now = Date()
        let nextCursor = next.map(Cursor.text)
        if Accepting.wantsTable(request) {
            return Answer.csv(CSVWriter(centres, now: now), name: "centres", nextCursor: nextCursor)
        }
        var answer = Answer.json(capacity: 8192) {
            $0.writePage(centres, next: nextCursor) { json, centre in
                json.object { $0.writeMembers(of: centre, now: now) }
            }
        }
        answer.headers[.vary] = "Accept"
        return answer
    }

    @Sendable func detail(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let id = try id(context.request)
        let (detail, record) = try await centre(id, for: context.user)
        let outlook = try await bookings.outlook(of: id)
        return Answer.json(capacity: 2048) { $0.write(detail, record, outlook: outlook, now: Date()) }.tagged(record)
    }

    @Sendable func hours(_ request: Request, _ context: VisitorContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let (detail, _) = try await centre(try id(context.request), for: context.user)
        return Answer.json { json in json.object { $0.write(detail.centre.opening.hours) } }
    }

    /// Whoever owns it, and admins, also get what visitors don't see.
    private func centre(_ id: Int64, for user: SignedInUser?) async throws -> (CentreDetail, ProviderRecord?) {
        var record: ProviderRecord?
        if let user, [.provider, .admin].contains(user.role) {
            record = try await providers.recordIfTheirs(id, for: user)
        }
        return (try await CentreDetail.find(id, approvedOnly: record == nil, on: pool), record)
    }

    @Sendable func serviceArea(_ request: Request, _ context: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let id = try id(context)
        let (name, geojson) = try await CentreDetail.serviceArea(of: id, on: pool)
        var json = JSONWriter(capacity: 4096)
        json.object { json in
            json.field("type", "Feature")
            json.key("properties")
            json.object { json in
                json.field("id", id)
                json.field("center_name", name)
            }
            json.key("geometry")
            if let geojson { json.raw(geojson) } else { json.null() }
        }
        let type = Accepting.choose(request, from: [.geoJSON, .applicationJson]) ?? .geoJSON
        var answer = Answer.bytes(json.buffer, type: type.description)
        answer.headers[.vary] = "Accept"
        return answer
    }

    private func id(_ context: PublicContext) throws -> Int64 {
        guard let id = try context.id() else { throw MatchingError.unknownCentre(0) }
        return id
    }
}
