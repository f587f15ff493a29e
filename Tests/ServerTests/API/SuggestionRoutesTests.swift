import Foundation
import HTTPTypes
import Marketplace
import Testing

@testable import Server

/// Where the next centres should open, as dispatchers ask it.
@Suite(.server) struct SuggestionRoutesTests {
    struct Body: Decodable {
        struct Item: Decodable {
            let rank: Int
            let pincode: String
            let name: String
            let name_ta: String?
            let lat: Double
            let lng: Double
            let gained_demand: Int
            let covered_demand_after: Int
        }
        let objective: String
        let count: Int
        let radius_km: Double
        let district: String?
        let demand_total: Int
        let covered_demand_before: Int
        let gained_demand: Int
        let bound: Int
        let optimality_gap: Double
        let demand_basis: String
        let items: [Item]
    }

    @Test func `the answer adds up`() async throws {
        let body = try await read("?count=3&radius_km=12.5")
        #expect(body.objective == "max_cover" && body.radius_km == 12.5 && body.district == nil)
        #expect(body.count == body.items.count && (1...3).contains(body.items.count) && !body.demand_basis.isEmpty)
        #expect(body.items.map(\.rank) == Array(1...body.items.count))
        var after = body.covered_demand_before
        for item in body.items {
            after += item.gained_demand
            #expect(item.covered_demand_after == after && item.gained_demand > 0)
            let facts = try await server.get("/api/pincodes/\(item.pincode)").object()
            let lat = try #require(facts["lat"] as? Double)
            #expect(abs(lat - item.lat) < 1e-6)
            #expect(item.name_ta == facts["name_ta"] as? String)
        }
        #expect(body.gained_demand == after - body.covered_demand_before)
        #expect(body.bound >= body.gained_demand && body.demand_total >= after)
        #expect(abs(body.optimality_gap - Double(body.bound - body.gained_demand) / Double(body.bound)) < 1e-6)
        #expect(body.optimality_gap <= 0.02)
    }

    @Test func `the fewest sites leave no gap`() async throws {
        let body = try await read("?objective=set_cover&radius_km=20")
        #expect(body.objective == "set_cover")
        #expect(body.covered_demand_before + body.gained_demand == body.demand_total)
        #expect(body.bound <= body.count && body.bound > 0)
        #expect(abs(body.optimality_gap - Double(body.count - body.bound) / Double(body.count)) < 1e-6)
    }

    @Test func `a district's name and code mean the same`() async throws {
        let byName = try await read("?district=\(encoded("the nilgiris"))&radius_km=3")
        let byCode = try await read("?district=587&radius_km=3")
        #expect(byName.items.map(\.pincode) == byCode.items.map(\.pincode))
        #expect(byName.district == "the nilgiris" && byName.demand_total == byCode.demand_total)
        #expect(byName.demand_total < 300_000)
    }

    @Test func `the same as a table and as points on a map`() async throws {
        let dispatcher = try await server.person(.dispatcher)
        let uri = "/api/coverage/suggestions?count=4"
        let body = try await read("?count=4")
        let csv = try await server.send(.get, uri, as: dispatcher, accept: "text/csv")
        let lines = csv.text.split(separator: "\r\n")
        #expect(lines[0] == "rank,pincode,name,lat,lng,gained_demand,covered_demand_after")
        #expect(lines.dropFirst().map { $0.split(separator: ",")[1] } == body.items.map { Substring($0.pincode) })
        #expect(csv.headers[.contentDisposition]?.contains("suggestions.csv") == true)

        let map = try await server.send(.get, uri, as: dispatcher, accept: "application/geo+json")
        #expect(map.headers[.contentType] == "application/geo+json" && map.headers[.vary] == "Accept")
        let features = try FeatureCollection(map)
        try await features.expectValidGeometries(on: server.pool)
        #expect(features.features.map { $0.properties["pincode"] as? String } == body.items.map(\.pincode))
        #expect(features.features.allSatisfy { $0.geometryType == "Point" })
        #expect(try map.object()["bound"] as? Int == body.bound)
    }

    @Test(arguments: [
        ("count=0", "count"), ("count=51", "count"), ("count=2.5", "count"), ("count=", "count"),
        ("count=%2B5", "count"),
        ("count=99999999999999999999", "count"), ("radius_km=0", "radius_km"), ("radius_km=-3", "radius_km"),
        ("radius_km=100.1", "radius_km"), ("radius_km=nan", "radius_km"), ("radius_km=1e999", "radius_km"),
        ("radius_km=ten", "radius_km"), ("radius_km=", "radius_km"), ("objective=best", "objective"),
        ("objective=", "objective"), ("objective=MAX_COVER", "objective"), ("district=Atlantis", "district"),
        ("district=", "district"), ("district=%27%3B--", "district"), ("count=3&count=4", "count"),
    ])
    func `what can't be meant is refused, and the answer names the parameter`(query: String, field: String) async throws
    {
        let dispatcher = try await server.person(.dispatcher)
        let reply = try await server.send(.get, "/api/coverage/suggestions?\(query)", as: dispatcher)
        try expectProblem(reply, 422, "invalid_parameter", field: field)
    }

    @Test func `the smallest and the largest that may be asked for are answered`() async throws {
        for query in ["?radius_km=1e-9", "?radius_km=100&count=50", "?count=1", "?radius_km=100&objective=set_cover"] {
            #expect(try await read(query).optimality_gap <= 0.02, "\(query)")
        }
    }

    @Test func `an unknown parameter, a zero byte and an unknown type are refused`() async throws {
        let dispatcher = try await server.person(.dispatcher)
        let uri = "/api/coverage/suggestions"
        try expectProblem(
            try await server.send(.get, uri + "?radius=10", as: dispatcher), 422, "unknown_parameter", field: "radius")
        #expect((400..<500).contains(try await server.send(.get, uri + "?district=a%00b", as: dispatcher).status))
        try expectProblem(
            try await server.send(.get, uri, as: dispatcher, accept: "image/png"), 406, "not_acceptable")
    }

    private func read(_ query: String) async throws -> Body {
        let dispatcher = try await server.person(.dispatcher)
        let reply = try await server.send(.get, "/api/coverage/suggestions" + query, as: dispatcher)
        #expect(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }
}
