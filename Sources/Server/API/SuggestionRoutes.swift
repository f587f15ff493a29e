import Hummingbird
import Marketplace
import Matching
import Postgres

struct SuggestionRoutes: Sendable {
    let pool: PostgresPool
    let planner: SitingPlanner
    let catalogue: Catalogue

    var routes: [Route] {
        [
            Route(
                .get, "/api/coverage/suggestions", for: .dispatchers, produces: [.applicationJson, .csv, .geoJSON],
                suggestions)
        ]
    }

    @Sendable func suggestions(_ request: Request, _: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let question = try SitingQuestion(&parameters)
        try parameters.refuseOthers()
        let plan = try await planner.plan(question, on: pool)
        let tamilNames = try await catalogue.tamilNames(for: .tamil)
        switch Accepting.choose(request, from: [.applicationJson, .csv, .geoJSON]) {
        case .some(.csv): return Answer.csv(CSVWriter(plan), name: "suggestions", nextCursor: nil)
        case .some(.geoJSON):
            var json = JSONWriter(capacity: 8192)
            json.writeFeatures(plan, tamilNames: tamilNames)
            return answer(json, type: MediaType.geoJSON.description)
        default:
            var json = JSONWriter(capacity: 4096)
            json.write(plan, tamilNames: tamilNames)
            return answer(json, type: Answer.jsonType)
        }
    }

    private func answer(_ json: JSONWriter, type: String) -> Response {
        var answer = Answer.bytes(json.buffer, type: type)
        answer.headers[.vary] = "Accept"
        return answer
    }
}

extension SitingQuestion {
    fileprivate init(_ parameters: inout QueryParameters) throws {
        self.init()
        count = try parameters.integer("count", in: Self.counts, default: count)
        let limit = Int(Self.greatestRadius_km)
        if let radius_km = try parameters.number(
            "radius_km", "a number above 0, up to \(limit)", where: Self.isRadius)
        {
            self.radius_km = radius_km
        }
        district = parameters.text("district")
        objective = try parameters.choice("objective", default: objective)
    }
}
