import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import TestSupport
import Testing

@testable import Server

/// Files that are sent to `POST /api/geometry/check`, as an editor does with one that was dropped on it.
@Suite(.server) struct GeometryFileTests {
    private struct Verdict: Decodable {
        struct Failure: Decodable { let message: String }
        struct Repaired: Decodable {
            struct Change: Decodable { let change: String }
            let geometry: AreaBody.Geometry
            let changes: [Change]
        }
        let valid: Bool
        let errors: [Failure]
        let geometry: AreaBody.Geometry?
        let area_km2: Double?
        let repaired: Repaired?
    }

    private static let ring = [(80.2, 13.0), (80.25, 13.0), (80.25, 13.05), (80.2, 13.05), (80.2, 13.0)]
    private static let bowTie = [(79.0, 11.0), (79.1, 11.1), (79.1, 11.0), (79.0, 11.1), (79.0, 11.0)]

    private static func geoJSON(_ ring: [(Double, Double)]) -> [UInt8] {
        let positions = ring.map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
        return Array(
            """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":null,
             "geometry":{"type":"Polygon","coordinates":[[\(positions)]]}}]}
            """.utf8)
    }

    private static func kml(_ ring: [(Double, Double)], height: Int? = nil) -> [UInt8] {
        let positions = ring.map { "\($0.0),\($0.1)" + (height.map { ",\($0)" } ?? "") }.joined(separator: " ")
        return Array(
            """
            <kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs><LinearRing>
            <coordinates>\(positions)</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>
            """.utf8)
    }

    private static func shapefile(_ ring: [(Double, Double)], prj: String? = ShapefileWriter.wgs84) -> [UInt8] {
        ShapefileWriter([[ring.reversed().map { (x: $0.0, y: $0.1) }]]).zipped(prj: prj)
    }

    private func send(_ file: AreaFile, _ bytes: [UInt8], query: String = "", type: String? = nil) async throws -> Reply
    {
        var headers = try await server.person(.provider).headers
        headers[.contentType] = type ?? file.rawValue
        return try await server.send(.post, "/api/geometry/check\(query)", headers: headers, bytes: bytes)
    }

    private func verdict(_ file: AreaFile, _ bytes: [UInt8], query: String = "") async throws -> Verdict {
        let reply = try await send(file, bytes, query: query)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    @Test func `a file is judged as it would be stored, and nothing is stored`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: try await server.person(.provider))
        let files: [(AreaFile, [UInt8])] = [
            (.geoJSON, Self.geoJSON(Self.ring)), (.kml, Self.kml(Self.ring)), (.kml, Self.kml(Self.ring, height: 0)),
            (.zip, Self.shapefile(Self.ring)),
        ]
        for (file, bytes) in files {
            let verdict = try await verdict(file, bytes)
            #expect(verdict.valid && verdict.errors.isEmpty && verdict.repaired == nil, "\(file)")
            let list: AreaPage = try await server.send(
                .get, "/api/providers/\(centre.id)/service-areas", as: admin
            ).decode()
            #expect(list.items.isEmpty)
            var headers = admin.headers
            headers[.contentType] = file.rawValue
            let stored: AreaBody = try await server.send(
                .post, "/api/providers/\(centre.id)/service-areas", headers: headers, bytes: bytes
            ).decode()
            #expect(stored.geometry == verdict.geometry && stored.area_km2 == verdict.area_km2, "\(file)")
            _ = try await server.change(.delete, stored.id, if: stored.etag, as: admin)
        }
    }

    @Test(arguments: AreaFile.allCases)
    func `a crossing outline in a file comes back with a repaired preview`(file: AreaFile) async throws {
        let bytes =
            switch file {
            case .geoJSON: Self.geoJSON(Self.bowTie)
            case .kml: Self.kml(Self.bowTie)
            case .zip: Self.shapefile(Self.bowTie)
            }
        let verdict = try await verdict(file, bytes)
        #expect(!verdict.valid && verdict.geometry == nil && verdict.errors.count == 1)
        #expect(verdict.repaired?.changes.map(\.change) == ["outline_rebuilt"])
        #expect(verdict.repaired?.geometry.coordinates.count == 2)
    }

    @Test func `what can be put right in a file without doubt is shown`() async throws {
        let open = Array(Self.ring.dropLast())
        let swapped = Self.ring.map { ($0.1, $0.0) }
        for (file, bytes, change) in [
            (AreaFile.kml, Self.kml(open), "rings_closed"), (.geoJSON, Self.geoJSON(open), "rings_closed"),
            (.kml, Self.kml(Self.ring, height: 7), "heights_left_out"), (.kml, Self.kml(swapped), "axes_swapped"),
        ] {
            let verdict = try await verdict(file, bytes)
            #expect(!verdict.valid && verdict.repaired?.changes.map(\.change) == [change], "\(file), \(change)")
            #expect(verdict.repaired?.geometry.coordinates.first?.first?.count == 5)
        }
    }

    @Test func `a Shapefile without a system is told so, and judged when the address names one`() async throws {
        let utm = [
            (410_000.0, 1_440_000.0), (413_000, 1_440_000), (413_000, 1_442_000), (410_000, 1_442_000),
            (410_000, 1_440_000),
        ]
        let file = Self.shapefile(utm, prj: nil)
        let unnamed = try await verdict(.zip, file)
        #expect(!unnamed.valid && unnamed.errors.first?.message.contains("?srid=") == true)
        let named = try await verdict(.zip, file, query: "?srid=32644")
        #expect(named.valid && abs((named.area_km2 ?? 0) - 6) < 0.06)
        let kml = try await verdict(.kml, Self.kml(Self.ring), query: "?srid=32644")
        #expect(!kml.valid && kml.repaired == nil)
    }

    @Test func `what is no such file is a verdict, and what can't be looked at is refused`() async throws {
        for (file, text) in [(AreaFile.kml, "<kml"), (.zip, "PK"), (.zip, ""), (.kml, "")] {
            let verdict = try await verdict(file, Array(text.utf8))
            #expect(!verdict.valid && verdict.repaired == nil && verdict.errors.count == 1, "\(file) \(text)")
        }
        try expectProblem(await send(.geoJSON, Array("{".utf8)), 400, "invalid_json")
        let long = [UInt8](repeating: UInt8(ascii: " "), count: 257 << 10)
        for file in AreaFile.allCases { try expectProblem(await send(file, long), 413, "too_large") }
        for type in ["text/plain", "application/x-zip", "", "application/geo+json2"] {
            try expectProblem(await send(.kml, Self.kml(Self.ring), type: type), 415, "unsupported_type")
        }
        for (query, code, field) in [
            ("?srid=x", "invalid_parameter", "srid"), ("?srid=", "invalid_parameter", "srid"),
            ("?name=1", "unknown_parameter", "name"),
        ] {
            try expectProblem(await send(.kml, Self.kml(Self.ring), query: query), 422, code, field: field)
        }
        let json = Array(#"{"geometry":{"type":"Polygon","coordinates":[]}}"#.utf8)
        try expectProblem(
            await send(.geoJSON, json, query: "?srid=4326", type: "application/json"), 422, "unknown_parameter",
            field: "srid")
    }
}
