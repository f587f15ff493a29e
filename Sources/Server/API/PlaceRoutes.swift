import Hummingbird
import Marketplace
import Matching
import Postgres

struct PlaceRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [.get("/api/places", places).limited(by: .search)]
    }

    @Sendable func places(_ request: Request, _: PublicContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        guard let text = parameters.text("q") else { throw Problem.invalidParameter("q", "'q' is missing.") }
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        try parameters.refuseOthers()
        let places = try await Matching.places(matching: text, limit: limit, on: pool)
        return Answer.json(capacity: 4096) { $0.writeItems(places) }
    }
}

extension JSONWriter {
    /// The list answer of `/api/places`.
    package mutating func writeItems(_ places: [Place]) {
        object { json in
            json.key("items")
            json.array(places) { json, place in json.object { $0.writeMembers(of: place) } }
            json.key("next_cursor")
            json.null()
        }
    }

    mutating func writeMembers(of place: Place) {
        field("kind", place.kind.rawValue)
        field("label", place.label)
        field("label_ta", place.label_ta)
        field("pincode", place.pincode.description)
        field("district", place.district.name)
        field("district_ta", place.district.name_ta)
        write(place.location)
    }
}
