import Foundation
import HTTPTypes
import Marketplace
import Matching
import Testing

@testable import Server

@Suite(.server) struct GeometryRoutesTests {
    private struct Verdict: Decodable {
        struct Failure: Decodable {
            let field: String
            let reason: String
            let message: String
            let lat: Double?
            let lng: Double?
        }
        struct Shape: Decodable {
            let type: String
            let coordinates: [[[[Double]]]]
        }
        struct Repaired: Decodable {
            struct Change: Decodable { let change: String }
            let geometry: Shape
            let area_km2: Double
            let changes: [Change]
        }
        let valid: Bool
        let errors: [Failure]
        let geometry: Shape?
        let area_km2: Double?
        let vertices: Int?
        let pincodes_covered: Int?
        let repaired: Repaired?
    }

    private func check(_ body: String) async throws -> Reply {
        try await server.send(.post, "/api/geometry/check", as: try await server.person(.admin), json: body)
    }

    private func verdict(_ geometry: String, more: String = "") async throws -> Verdict {
        let reply = try await check(#"{"geometry":\#(geometry)\#(more)}"#)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    private func polygon(_ ring: String) -> String { #"{"type":"Polygon","coordinates":[\#(ring)]}"# }

    @Test func `a circle is cut where no area may lie, as a stored one is`() async throws {
        let owner = try await server.person(.provider)
        // At the state's border: most of the circle lies beyond what is allowed.
        let centre = try await server.approvedCentre(
            ["city": "Hosur", "district": "Krishnagiri", "pincode": "635109", "lat": 12.74, "lng": 77.82], of: owner)
        let reply = try await check(json(["lat": centre.lat, "lng": centre.lng, "radius_km": 75]))
        let verdict = try reply.decode(Verdict.self)
        #expect(verdict.valid && verdict.pincodes_covered ?? 0 > 0)
        let area = try await server.draw(
            ["kind": "radius", "radius_km": 75], of: centre.id, as: try await server.person(.admin))
        #expect(verdict.area_km2 == area.area_km2 && verdict.pincodes_covered == area.pincodes_covered)
        #expect((verdict.area_km2 ?? .infinity) < 17_000, "nothing was cut")
        let far = try await check(json(["lat": 28.6, "lng": 77.2, "radius_km": 75])).decode(Verdict.self)
        #expect(!far.valid && far.errors.first?.reason == "outside_region")
        try expectProblem(
            try await check(json(["lat": 12.7, "radius_km": 75])), 422, "invalid_parameter", field: "lng")
    }

    @Test func `a valid geometry is given back as it would be stored`() async throws {
        let verdict = try await verdict(
            polygon("[[80.2,13.0],[80.2,13.05],[80.25,13.05],[80.25,13.05],[80.25,13.00000004],[80.2,13]]"))
        #expect(verdict.valid && verdict.errors.isEmpty && verdict.repaired == nil)
        // Counter-clockwise, without the repeated corner, rounded.
        #expect(
            verdict.geometry?.coordinates
                == [[[[80.2, 13], [80.25, 13], [80.25, 13.05], [80.2, 13.05], [80.2, 13]]]])
        #expect(verdict.vertices == 5)
        #expect(abs((verdict.area_km2 ?? 0) - 29.98) < 0.05)
        #expect((verdict.pincodes_covered ?? 0) > 0)
    }

    @Test func `a crossing outline comes back with its place and a repaired preview`() async throws {
        let verdict = try await verdict(polygon("[[79,11],[79.1,11.1],[79.1,11],[79,11.1],[79,11]]"))
        #expect(!verdict.valid && verdict.geometry == nil)
        #expect(verdict.errors.first?.lat == 11.05 && verdict.errors.first?.lng == 79.05)
        #expect(verdict.repaired?.changes.map(\.change) == ["outline_rebuilt"])
        #expect(verdict.repaired?.geometry.coordinates.count == 2)
    }

    @Test(arguments: [
        ("[[79,11],[79.1,11],[79.1,11.1],[79,11.1]]", "rings_closed"),
        ("[[79,11,5],[79.1,11,5],[79.1,11.1,5],[79,11.1,5],[79,11,5]]", "heights_left_out"),
        ("[[11,79],[11,79.1],[11.1,79.1],[11.1,79],[11,79]]", "axes_swapped"),
    ])
    func `what can be put right without doubt is shown`(ring: String, change: String) async throws {
        let verdict = try await verdict(polygon(ring))
        #expect(!verdict.valid)
        #expect(verdict.repaired?.changes.map(\.change) == [change])
        #expect(abs((verdict.repaired?.area_km2 ?? 0) - 120.87) < 0.01)
        // The gate takes what the preview shows.
        let corners = try #require(verdict.repaired?.geometry.coordinates.first?.first)
        #expect(try await self.verdict(polygon("\(corners)")).valid)
    }

    @Test func `ground beyond the region is refused and not cut`() async throws {
        let verdict = try await verdict(polygon("[[75.5,11],[78,11],[78,11.3],[75.5,11.3],[75.5,11]]"))
        #expect(!verdict.valid && verdict.repaired == nil)
        #expect(verdict.errors.first?.message.contains("beyond Tamil Nadu") == true)
    }

    @Test(arguments: [
        (#"{"type":"Point","coordinates":[79,11]}"#, "no_polygon"),
        (#"{"type":"Polygon"}"#, "not_readable"),
        (#"{"type":"Polygon","coordinates":[[[79,11],[79.1,11],[79.1,11.1],[79,11.1]]]}"#, "not_closed"),
        (#"{"type":"Polygon","coordinates":[[[79,11,5],[79.1,11,5],[79.1,11.1,5],[79,11,5]]]}"#, "has_heights"),
        (#"{"type":"Polygon","coordinates":[[[79,11],[79.1,11],[79,11]]]}"#, "too_few_positions"),
        (#"{"type":"Polygon","coordinates":[[[79,11],[79.1,11.1],[79.1,11],[79,11.1],[79,11]]]}"#, "self_intersection"),
        (#"{"type":"Polygon","coordinates":[[[79,11],[79.1,11],[79.2,11],[79,11]]]}"#, "without_area"),
        (#"{"type":"Polygon","coordinates":[[[11,79],[11,79.1],[11.1,79.1],[11.1,79],[11,79]]]}"#, "swapped_axes"),
        (#"{"type":"Polygon","coordinates":[[[70,11],[70.1,11],[70.1,11.1],[70,11]]]}"#, "outside_region"),
        (#"{"type":"Polygon","coordinates":[[[77,9],[79,9],[79,11.5],[77,11.5],[77,9]]]}"#, "area_too_large"),
    ])
    func `a refusal names its reason for programs`(geometry: String, reason: String) async throws {
        #expect(try await verdict(geometry).errors.map(\.reason) == [reason])
    }

    @Test func `the specification lists all reasons`() {
        let reason = Specification.current.document["components"]?["schemas"]?["GeometryReason"]
        let listed = (reason?["enum"]?.items ?? []).compactMap(\.text)
        #expect(listed == GeometryRefusal.Reason.allCases.map(\.rawValue))
    }

    @Test func `another system is named by its number`() async throws {
        let ring = "[[200000,1000000],[250000,1000000],[250000,1100000],[200000,1000000]]"
        #expect(try await verdict(polygon(ring), more: #","srid":32644"#).valid)
        let unnamed = try await verdict(polygon(ring))
        #expect(unnamed.errors.first?.message.contains("not degrees") == true)
        let unknown = try await verdict(polygon(ring), more: #","srid":99999"#)
        #expect(unknown.errors.first?.message == "There is no coordinate system with the SRID 99999.")
    }

    @Test func `the body is read strictly`() async throws {
        let square = polygon("[[79,11],[79.1,11],[79.1,11.1],[79,11]]")
        try expectProblem(try await check("{}"), 422, "invalid_parameter", field: "geometry")
        try expectProblem(try await check(#"{"geometry":null}"#), 422, "invalid_parameter", field: "geometry")
        try expectProblem(
            try await check(#"{"geometry":\#(square),"SRID":4326}"#), 422, "unknown_parameter", field: "SRID")
        try expectProblem(
            try await check(#"{"geometry":\#(square),"srid":0}"#), 422, "invalid_parameter", field: "srid")
        try expectProblem(
            try await check(#"{"geometry":\#(square),"srid":"4326"}"#), 422, "invalid_parameter", field: "srid")
        try expectProblem(try await check(#"{"geometry":{"type":"Polygon""#), 400, "invalid_json")
        try expectProblem(try await check(#"{"geometry":{"type" "Polygon"}}"#), 400, "invalid_json")
        try expectProblem(try await check(#"{"geometry":\#(square)} x"#), 400, "invalid_json")
        try expectProblem(try await check("[]"), 400, "invalid_json")
        for other in [#""\#(square.replacing("\"", with: "'"))""#, "[]", "1", "true"] {
            try expectProblem(
                try await check(#"{"geometry":\#(other)}"#), 422, "invalid_parameter", field: "geometry")
        }
    }

    @Test func `what is too long or nested too deep is refused unread`() async throws {
        let spaces = String(repeating: " ", count: 256 << 10)
        try expectProblem(try await check(#"{"geometry":{\#(spaces)}}"#), 413, "too_large")
        try expectProblem(try await check(#"{"geometry":{},"x":"\#(spaces)"}"#), 413, "too_large")
        let deep = String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000)
        try expectProblem(
            try await check(#"{"geometry":{"type":\#(deep)}}"#), 422, "invalid_geometry", field: "geometry")
        try expectProblem(try await check(deep), 400, "invalid_json")
    }

    @Test func `a zigzag that crosses itself a million times is refused quickly and not repaired`() async throws {
        let corners = (0..<4000).map { "[\(78 + Double($0 * 7919 % 4000) / 4000),\(10 + Double($0 % 2))]" }
        let verdict = try await verdict(polygon("[\(corners.joined(separator: ",")),[78,10]]"))
        #expect(!verdict.valid && verdict.repaired == nil)
    }
}
