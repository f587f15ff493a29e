import Hummingbird
import Marketplace
import Postgres

struct DistrictRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [.get("/api/districts", produces: [.geoJSON, .applicationJson], districts).limited(by: .search)]
    }

    @Sendable func districts(_ request: Request, _: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        return try await GeoJSONAnswer.respond(to: request, on: pool) { "SELECT districts_geojson()" }
    }
}
