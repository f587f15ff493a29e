import HTTPTypes
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

/// What dispatchers ask of the network, over HTTP: as JSON, as tables and as maps.
@Suite(.server) struct CoverageQuestionRoutesTests {
    private struct Gap: Decodable {
        struct Centre: Decodable {
            let id: Int64
            let center_name: String
            let distance_m: Double
        }
        let pincode: String
        let name: String
        let district_lgd: Int
        let district: String
        let lat: Double
        let lng: Double
        let coverage_count: Int
        let covered_share: Double
        let uncovered_km2: Double
        let demand: Int
        let estimated_demand: Int
        let observed_searches: Int
        let nearest_provider: Centre?
    }

    private struct Page<Item: Decodable>: Decodable {
        let items: [Item]
        let total: Int?
        let next_cursor: String?
        let demand_basis: String?
    }

    private func read<Body: Decodable>(_ uri: String, as _: Body.Type = Body.self) async throws -> Body {
        let reply = try await server.send(.get, uri, as: try await server.person(.dispatcher))
        try #require(reply.status == 200, "\(uri): \(reply.text)")
        return try reply.decode()
    }

    @Test func `gaps come page by page, as Matching has them`() async throws {
        let all = try await GapList(minCount: 4, limit: nil).page(on: server.pool)
        try #require(all.items.count > 10)
        var found: [Gap] = []
        var cursor: String?
        repeat {
            let page: Page<Gap> = try await read(
                "/api/coverage/gaps?min_count=4&limit=40" + (cursor.map { "&cursor=\($0)" } ?? ""))
            #expect(page.total == Int(all.total))
            found += page.items
            cursor = page.next_cursor
        } while cursor != nil
        #expect(found.map(\.pincode) == all.items.map(\.place.pincode.description))
        #expect(found.map(\.coverage_count) == all.items.map { Int($0.coverageCount) })
        #expect(found.map(\.nearest_provider?.id) == all.items.map(\.nearest?.id))
        #expect(found.map(\.demand) == all.items.map { Int($0.place.demand) })
        #expect(found.map(\.estimated_demand) == all.items.map { Int($0.estimatedDemand) })
        #expect(found.map(\.observed_searches) == all.items.map { Int($0.observedSearches) })
        let one: Page<Gap> = try await read("/api/coverage/gaps?min_count=1000&district=chennai&limit=1")
        #expect(one.items.first?.district == "Chennai")
        #expect(one.demand_basis == SitingGround.demandBasis)
        let same: Page<Gap> = try await read("/api/coverage/gaps?min_count=1000&district=568&limit=1")
        #expect(same.items.first?.pincode == one.items.first?.pincode)
    }

    @Test func `tables and maps have all gaps at once, or as many as asked for`() async throws {
        let person = try await server.person(.admin)
        let all = try await GapList(minCount: 1000, limit: nil).page(on: server.pool)
        let table = try await server.send(.get, "/api/coverage/gaps?min_count=1000", as: person, accept: "text/csv")
        #expect(table.headers[.contentType] == "text/csv; charset=utf-8")
        let lines = table.text.split(separator: "\r\n")
        #expect(lines.count == all.items.count + 1)
        #expect(
            lines[0]
                == "pincode,name,district_lgd,district,lat,lng,coverage_count,covered_share,uncovered_km2,demand,"
                + "estimated_demand,observed_searches,nearest_provider_id,nearest_center_name,nearest_distance_m")
        #expect(table.headers[.nextCursor] == nil)
        let few = try await server.send(
            .get, "/api/coverage/gaps?min_count=1000&limit=3", as: person, accept: "text/csv")
        #expect(few.text.split(separator: "\r\n").count == 4)
        #expect(few.headers[.nextCursor]?.isEmpty == false)
        let map = try FeatureCollection(
            try await server.send(
                .get, "/api/coverage/gaps?min_count=3&district=Salem", as: person, accept: "application/geo+json"))
        let salem = try await GapList(district: "Salem", minCount: 3, limit: nil).page(on: server.pool)
        #expect(map.features.count == salem.items.count)
        #expect(map.features.allSatisfy { $0.properties["observed_searches"] is Int })
        try await map.expectValidGeometries(on: server.pool)
        let fragile = try FeatureCollection(
            try await server.send(
                .get, "/api/coverage/fragile?limit=2", as: person, accept: "application/geo+json"))
        #expect(fragile.features.count == 2)
    }

    @Test func `the distance of every pincode comes in one answer, as JSON, table and map`() async throws {
        struct Distance: Decodable {
            let pincode: String
            let coverage_count: Int
            let nearest_provider_id: Int64?
            let nearest_m: Double?
        }
        let body: Page<Distance> = try await read("/api/coverage/distances")
        let truth = try await CentreDistance.all(on: server.pool)
        #expect(body.items.map(\.pincode) == truth.map(\.pincode.description))
        #expect(body.items.map(\.nearest_provider_id) == truth.map(\.nearest))
        #expect(zip(body.items, truth).allSatisfy { abs(($0.nearest_m ?? 0) - ($1.nearest_m ?? -1)) < 0.06 })
        let person = try await server.person(.dispatcher)
        let table = try await server.send(.get, "/api/coverage/distances", as: person, accept: "text/csv")
        let lines = table.text.split(separator: "\r\n")
        #expect(lines.count == truth.count + 1)
        #expect(lines[0] == "pincode,district_lgd,coverage_count,nearest_provider_id,nearest_m")
        let map = try FeatureCollection(
            try await server.send(
                .get, "/api/coverage/distances?district=Salem", as: person, accept: "application/geo+json"))
        #expect(!map.features.isEmpty && map.features.allSatisfy { $0.properties["nearest_m"] is Double })
        try await map.expectValidGeometries(on: server.pool)
    }

    @Test func `fragile pincodes name their centre`() async throws {
        struct Fragile: Decodable {
            let pincode: String
            let demand: Int
            let provider: Gap.Centre
        }
        let page: Page<Fragile> = try await read("/api/coverage/fragile?limit=100")
        let truth = try await FragileList(limit: 100).page(on: server.pool)
        try #require(!truth.items.isEmpty)
        #expect(page.items.map(\.pincode) == truth.items.map(\.place.pincode.description))
        #expect(page.items.map(\.provider.id) == truth.items.map(\.centre.id))
        #expect(page.total == Int(truth.total))
    }

    @Test func `the summary is of the state and its districts, as JSON, table and map`() async throws {
        struct Row: Decodable {
            let lgd: Int?
            let name: String
            let pincodes: Int
            let covered_pincodes: Int
            let area_km2: Double
            let covered_km2: Double
            let demand: Int
            let covered_demand: Int
        }
        struct Body: Decodable {
            let state: Row
            let districts: [Row]
            let demand_basis: String
        }
        let body: Body = try await read("/api/coverage/summary")
        #expect(body.districts.count == 38)
        #expect(body.state.pincodes == body.districts.reduce(0) { $0 + $1.pincodes })
        #expect(body.state.covered_demand == body.districts.reduce(0) { $0 + $1.covered_demand })
        #expect(abs(body.state.covered_km2 - body.districts.reduce(0) { $0 + $1.covered_km2 }) < 0.1)
        #expect(body.districts.allSatisfy { $0.covered_km2 <= $0.area_km2 && $0.lgd != nil })
        #expect(!body.demand_basis.isEmpty)
        let person = try await server.person(.dispatcher)
        let table = try await server.send(.get, "/api/coverage/summary", as: person, accept: "text/csv")
        #expect(table.text.split(separator: "\r\n").count == 40)
        let map = try FeatureCollection(
            try await server.send(.get, "/api/coverage/summary", as: person, accept: "application/geo+json"))
        #expect(map.features.count == 38)
        #expect(map.features.allSatisfy { $0.properties["covered_km2"] is Double })
    }

    @Test func `overlaps come by the ground that is shared`() async throws {
        struct Overlap: Decodable {
            struct Centre: Decodable { let id: Int64 }
            let service_area_id: Int64
            let other_service_area_id: Int64
            let other_provider: Centre
            let shared_km2: Double
        }
        let id = try await server.pool.query(
            """
            SELECT min(s.id) FROM service_providers s JOIN service_areas a ON a.provider_id = s.id
            WHERE s.status = 'approved' AND a.status = 'in_force' AND a.kind = 'radius'
            """)[0].decode(Int64.self)
        let first: Page<Overlap> = try await read("/api/coverage/overlaps?provider_id=\(id)&limit=2")
        try #require(first.items.count == 2)
        let cursor = try #require(first.next_cursor)
        let second: Page<Overlap> = try await read("/api/coverage/overlaps?provider_id=\(id)&limit=2&cursor=\(cursor)")
        let shared = (first.items + second.items).map(\.shared_km2)
        #expect(shared == shared.sorted(by: >))
        #expect(Set((first.items + second.items).map(\.other_service_area_id)).count == shared.count)
        #expect(!first.items.contains { $0.other_provider.id == id })
    }

    @Test(
        arguments: [
            ("gaps?min_count=0", 422, "invalid_parameter", "min_count"),
            ("gaps?min_count=1001", 422, "invalid_parameter", "min_count"),
            ("gaps?min_count=few", 422, "invalid_parameter", "min_count"),
            ("gaps?limit=101", 422, "invalid_parameter", "limit"),
            ("gaps?limit=0", 422, "invalid_parameter", "limit"),
            ("gaps?cursor=nonsense", 422, "invalid_parameter", "cursor"),
            ("gaps?cursor=LTEgLTEgLTE", 422, "invalid_parameter", "cursor"),
            ("gaps?district=Atlantis", 422, "invalid_parameter", "district"),
            ("gaps?district=", 422, "invalid_parameter", "district"),
            ("gaps?colour=red", 422, "unknown_parameter", "colour"),
            ("distances?district=Atlantis", 422, "invalid_parameter", "district"),
            ("distances?limit=5", 422, "unknown_parameter", "limit"),
            ("summary?district=568", 422, "unknown_parameter", "district"),
            ("fragile?district=1", 422, "invalid_parameter", "district"),
            ("fragile?cursor=AAAA", 422, "invalid_parameter", "cursor"),
            ("fragile?min_count=2", 422, "unknown_parameter", "min_count"),
            ("overlaps", 422, "invalid_parameter", "provider_id"),
            ("overlaps?provider_id=x", 422, "invalid_parameter", "provider_id"),
            ("overlaps?provider_id=99999999", 404, "unknown_provider", nil),
        ])
    func `what can't be asked is refused by name`(
        question: String, status: Int, code: String, field: String?
    ) async throws {
        let reply = try await server.send(
            .get, "/api/coverage/\(question)", as: try await server.person(.dispatcher))
        try expectProblem(reply, status, code, field: field)
    }
}
