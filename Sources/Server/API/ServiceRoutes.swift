import Hummingbird
import Marketplace
import Matching
import Postgres

struct ServiceRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [.get("/api/services", services).limited(by: .search)]
    }

    @Sendable func services(_ request: Request, _: PublicContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        let services = try await RepairService.all(on: pool)
        return Answer.json { json in
            json.object { json in
                json.key("items")
                json.array(services) { json, service in
                    json.object { json in
                        json.field("service", service.service)
                        json.field("name", service.name)
                        json.field("name_ta", service.name_ta)
                    }
                }
                json.key("next_cursor")
                json.null()
            }
        }
    }
}
