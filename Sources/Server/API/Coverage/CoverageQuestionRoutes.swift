import Hummingbird
import Marketplace
import Matching
import NIOCore
import Postgres

/// What dispatchers ask of the network as a whole: where customers are left alone, what hangs by one centre, who serves
/// the same ground.
struct CoverageQuestionRoutes: Sendable {
    let pool: PostgresPool

    private static let produced: [MediaType] = [.applicationJson, .csv, .geoJSON]

    var routes: [Route] {
        [
            Route(.get, "/api/coverage/gaps", for: .dispatchers, produces: Self.produced, gaps),
            Route(.get, "/api/coverage/distances", for: .dispatchers, produces: Self.produced, distances),
            Route(.get, "/api/coverage/summary", for: .dispatchers, produces: Self.produced, summary),
            Route(.get, "/api/coverage/fragile", for: .dispatchers, produces: Self.produced, fragile),
            Route(.get, "/api/coverage/overlaps", for: .dispatchers, produces: [.applicationJson, .csv], overlaps),
        ]
    }

    @Sendable func gaps(_ request: Request, _: SignedInContext) async throws -> Response {
        let form = CoverageForm(request)
        var parameters = try QueryParameters(request)
        var list = GapList()
        list.district = parameters.text("district")
        list.minCount = Int32(try parameters.integer("min_count", in: 1...1000, default: 1))
        list.limit = try parameters.limit(form)
        list.after = try parameters.text("cursor").map(GapList.Position.init(cursor:))
        try parameters.refuseOthers()
        return try await answer(list, form)
    }

    func answer(_ list: GapList, _ form: CoverageForm) async throws -> Response {
        var list = list
        list.withCells = form == .map
        let page = try await pool.withConnection { [list] in try await list.page(on: $0) }
        let next = page.next.map(\.cursor)
        switch form {
        case .json:
            return Answer.list(page.items, total: page.total, next: next, demandBasis: SitingGround.demandBasis) {
                $0.writeMembers(of: $1)
            }
        case .table: return Answer.csv(CSVWriter(page.items), name: "gaps", nextCursor: next)
        case .map:
            return Answer.map(page.items, next: next) { json, gap in
                json.writeFeature(gap.place.cell) { $0.writeMembers(of: gap) }
            }
        }
    }

    @Sendable func fragile(_ request: Request, _: SignedInContext) async throws -> Response {
        let form = CoverageForm(request)
        var parameters = try QueryParameters(request)
        var list = FragileList()
        list.district = parameters.text("district")
        list.limit = try parameters.limit(form)
        list.after = try parameters.text("cursor").map(FragileList.Position.init(cursor:))
        try parameters.refuseOthers()
        return try await answer(list, form)
    }

    func answer(_ list: FragileList, _ form: CoverageForm) async throws -> Response {
        var list = list
        list.withCells = form == .map
        let page = try await pool.withConnection { [list] in try await list.page(on: $0) }
        let next = page.next.map(\.cursor)
        switch form {
        case .json: return Answer.list(page.items, total: page.total, next: next) { $0.writeMembers(of: $1) }
        case .table: return Answer.csv(CSVWriter(page.items), name: "fragile", nextCursor: next)
        case .map:
            return Answer.map(page.items, next: next) { json, pincode in
                json.writeFeature(pincode.place.cell) { $0.writeMembers(of: pincode) }
            }
        }
    }

    @Sendable func distances(_ request: Request, _: SignedInContext) async throws -> Response {
        let form = CoverageForm(request)
        var parameters = try QueryParameters(request)
        let district = parameters.text("district")
        try parameters.refuseOthers()
        let distances = try await pool.withConnection {
            try await CentreDistance.all(district: district, withCells: form == .map, on: $0)
        }
        switch form {
        case .json:
            var answer = Answer.json(capacity: 96 * (distances.count + 1)) { $0.write(distances) }
            answer.headers[.vary] = "Accept"
            return answer
        case .table: return Answer.csv(CSVWriter(distances), name: "distances", nextCursor: nil)
        case .map:
            return Answer.map(distances, next: nil) { json, distance in
                json.writeFeature(distance.cell) { $0.writeMembers(of: distance) }
            }
        }
    }

    @Sendable func summary(_ request: Request, _: SignedInContext) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        return try await summary(CoverageForm(request))
    }

    func summary(_ form: CoverageForm) async throws -> Response {
        let summary = try await CoverageSummary.find(withGround: form == .map, on: pool)
        switch form {
        case .json:
            var answer = Answer.json(capacity: 16_384) { $0.write(summary) }
            answer.headers[.vary] = "Accept"
            return answer
        case .table: return Answer.csv(CSVWriter(summary), name: "coverage", nextCursor: nil)
        case .map:
            return Answer.map(summary.districts, next: nil) { json, district in
                json.writeFeature(district.ground) { $0.writeMembers(of: district) }
            }
        }
    }

    @Sendable func overlaps(_ request: Request, _: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let provider = try parameters.id("provider_id")
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let after = try parameters.text("cursor").map(OverlapList.Position.init(cursor:))
        try parameters.refuseOthers()
        guard let provider else {
            throw Problem.invalidParameter("provider_id", "'provider_id' is missing: whose areas?")
        }
        var list = OverlapList(provider: provider)
        list.limit = limit
        list.after = after
        let (overlaps, next) = try await list.pageInTime(on: pool)
        guard CoverageForm(request) == .table else {
            return Answer.list(overlaps, total: nil, next: next.map(\.cursor)) { $0.writeMembers(of: $1) }
        }
        return Answer.csv(CSVWriter(overlaps), name: "overlaps", nextCursor: next.map(\.cursor))
    }
}
