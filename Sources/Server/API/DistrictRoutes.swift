import Hummingbird
import Matching
import Marketplace
import Postgres

struct DistrictRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [.get("/api/districts", produces: [.geoJSON, .applicationJson], districts).limited(by: .search)]
    }

    @Sendable func districts(_ request: Request, _: PublicContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let box = parameters.text("bbox") == nil ? nil : try parameters.box("bbox")
        try parameters.refuseOthers()
        return try await GeoJSONAnswer.respond(to: request, on: pool) {
            guard let box else { return "SELECT districts_geojson()" }
            return "SELECT districts_geojson(\(box.west), \(box.south), \(box.east), \(box.north))"
        }
    }
}
