import HTTPTypes
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

/// `POST /api/coverage/what-if`.
@Suite(.server) struct WhatIfRoutesTests {
    private struct Body: Decodable {
        struct Amounts: Decodable {
            let lgd: Int?
            let covered_pincodes: Int
            let covered_km2: Double
            let covered_demand: Int
        }
        struct Side: Decodable {
            let state: Amounts
            let districts: [Amounts]
        }
        let before: Side
        let after: Side
        let delta: Side
        let gained: [String]
        let lost: [String]
        struct Centre: Decodable {
            let id: Int64
            let center_name: String
        }
        let overlapping_centres: [Centre]
        let overlapping_centres_total: Int
    }

    private func ask(_ json: String) async throws -> Reply {
        try await server.send(
            .post, "/api/coverage/what-if", as: try await server.person(.dispatcher), json: json)
    }

    @Test func `a centre that covers alone is missed, and a circle in its place is not`() async throws {
        let fragile = try await FragileList(limit: 1).page(on: server.pool)
        let only = try #require(fragile.items.first)
        let gone: Body = try await ask(
            #"{"changes":[{"action":"remove","provider_id":\#(only.centre.id)}]}"#
        ).decode()
        #expect(gone.lost.contains(only.place.pincode.description))
        #expect(gone.gained.isEmpty)
        #expect(gone.delta.state.covered_pincodes == -gone.lost.count)
        #expect(gone.after.districts.map(\.lgd) == gone.before.districts.map(\.lgd))
        #expect(gone.delta.state.covered_demand == gone.after.state.covered_demand - gone.before.state.covered_demand)
        let place = only.place.location
        let replaced: Body = try await ask(
            """
            {"changes":[{"action":"replace","provider_id":\(only.centre.id),
                "lat":\(place.lat),"lng":\(place.lng),"radius_km":75}]}
            """
        ).decode()
        #expect(!replaced.lost.contains(only.place.pincode.description))
        let summary = try await CoverageSummary.find(on: server.pool)
        #expect(gone.before.state.covered_pincodes == Int(summary.state.coveredPincodes))
    }

    @Test func `whom a drawn area overlaps with is told, twenty by name and all by number`() async throws {
        let wide: Body = try await ask(
            #"{"changes":[{"action":"add","lat":11,"lng":78.2,"radius_km":75}]}"#
        ).decode()
        #expect(wide.overlapping_centres.count == 20 && wide.overlapping_centres_total > 20)
        let first = try #require(wide.overlapping_centres.first)
        let centre = try await server.pool.query(
            "SELECT center_name, status FROM service_providers WHERE id = \(first.id)")[0].decode(
                String.self, String.self)
        #expect(centre == (first.center_name, "approved"))
        let sea: Body = try await ask(
            #"{"changes":[{"action":"add","lat":13.08,"lng":80.68,"radius_km":3}]}"#
        ).decode()
        #expect(sea.overlapping_centres.isEmpty && sea.overlapping_centres_total == 0)
    }

    @Test func `a drawn area counts by what is on land`() async throws {
        let reply = try await ask(
            """
            {"changes":[{"action":"add","geometry":{"type":"Polygon","coordinates":
                [[[78,10],[78.5,10],[78.5,10.5],[78,10.5],[78,10]]]}}]}
            """)
        let body: Body = try reply.decode()
        #expect(body.delta.state.covered_km2 >= 0)
        #expect(!body.after.districts.isEmpty && body.lost.isEmpty)
    }

    @Test(
        arguments: [
            ("{}", 422, "invalid_parameter", "changes"),
            (#"{"changes":[]}"#, 422, "invalid_parameter", "changes"),
            (#"{"changes":"add"}"#, 422, "invalid_parameter", "changes"),
            (#"{"changes":[1]}"#, 422, "invalid_parameter", "changes[0]"),
            (#"{"changes":[{}]}"#, 422, "invalid_parameter", "changes[0].action"),
            (#"{"changes":[{"action":"grow"}]}"#, 422, "invalid_parameter", "changes[0].action"),
            (#"{"changes":[{"action":"add"}]}"#, 422, "invalid_parameter", "changes[0].lat"),
            (#"{"changes":[{"action":"remove"}]}"#, 422, "invalid_parameter", "changes[0].provider_id"),
            (
                #"{"changes":[{"action":"remove","provider_id":99999999}]}"#, 422, "unknown_provider",
                "changes[0].provider_id"
            ),
            (
                #"{"changes":[{"action":"remove","provider_id":1,"radius_km":2}]}"#, 422, "unknown_parameter",
                "changes[0].radius_km"
            ),
            (
                #"{"changes":[{"action":"add","lat":11,"lng":78,"radius_km":0}]}"#, 422, "invalid_parameter",
                "changes[0].radius_km"
            ),
            (
                #"{"changes":[{"action":"add","lat":11,"lng":78,"radius_km":75.1}]}"#, 422, "invalid_parameter",
                "changes[0].radius_km"
            ),
            (
                #"{"changes":[{"action":"add","lat":28.6,"lng":77.2,"radius_km":5}]}"#, 422, "invalid_geometry",
                "changes[0].radius_km"
            ),
            (
                #"{"changes":[{"action":"add","geometry":{"type":"Polygon","coordinates":[[[78,10],[79,11],[79,10],[78,11],[78,10]]]}}]}"#,
                422, "invalid_geometry", "changes[0].geometry"
            ),
            (#"{"changes":[{"action":"add","geometry":5}]}"#, 422, "invalid_parameter", "changes[0].geometry"),
            (
                #"{"changes":[{"action":"replace","lat":11,"lng":78,"radius_km":5}]}"#, 422, "invalid_parameter",
                "changes[0].provider_id"
            ),
            (#"{"changes":[{"action":"remove","provider_id":1}],"dry":true}"#, 422, "unknown_parameter", "dry"),
            ("[", 400, "invalid_json", nil),
        ])
    func `what can't be imagined is refused by name`(
        json: String, status: Int, code: String, field: String?
    ) async throws {
        try expectProblem(try await ask(json), status, code, field: field)
    }

    @Test func `twenty changes are the most`() async throws {
        let change = #"{"action":"add","lat":11,"lng":78,"radius_km":5}"#
        func body(_ count: Int) -> String {
            #"{"changes":["# + Array(repeating: change, count: count).joined(separator: ",") + "]}"
        }
        #expect(try await ask(body(20)).status == 200)
        try expectProblem(try await ask(body(21)), 422, "invalid_parameter", field: "changes")
    }
}
