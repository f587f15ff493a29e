import Matching
import Postgres
import TestSupport
import Testing

@Suite struct GeometryGateTests {
    private static let square = "[[79,11],[79.1,11],[79.1,11.1],[79,11.1],[79,11]]"

    private func check(_ geometry: String, srid: Int? = nil) async throws -> AcceptedGeometry {
        try await withDatabase(.geodata) { try await GeometryGate.check(geometry: geometry, srid: srid, on: $0) }
    }

    private func refusal(
        _ geometry: String, srid: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> GeometryRefusal {
        let refusal = await #expect(throws: GeometryRefusal.self, sourceLocation: sourceLocation) {
            _ = try await check(geometry, srid: srid)
        }
        return try #require(refusal, sourceLocation: sourceLocation)
    }

    private func polygon(_ rings: String) -> String { #"{"type":"Polygon","coordinates":[\#(rings)]}"# }

    @Test func `a square is taken as it is`() async throws {
        let accepted = try await check(polygon(Self.square))
        #expect(
            accepted.geoJSON
                == #"{"type":"MultiPolygon","coordinates":[[[[79,11],[79.1,11],[79.1,11.1],[79,11.1],[79,11]]]]}"#)
        #expect(accepted.vertices == 5)
        // 0.1 by 0.1 degrees at 11 N.
        #expect(abs(accepted.area_km2 - 120.8) < 0.2)
    }

    @Test func `a crossing outline is refused with the point where it crosses`() async throws {
        let refusal = try await refusal(polygon("[[79,11],[79.1,11.1],[79.1,11],[79,11.1],[79,11]]"))
        #expect(refusal.kind == .invalid(.selfIntersection))
        #expect(refusal.message == "The outline crosses or touches itself at longitude 79.05, latitude 11.05.")
    }

    @Test func `swapped axes are refused with the guess that they are swapped`() async throws {
        let refusal = try await refusal(polygon("[[11,79],[11,79.1],[11.1,79.1],[11.1,79],[11,79]]"))
        #expect(refusal.kind == .outside(.swapped))
    }
}
