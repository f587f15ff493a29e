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

    @Test func `a statement that is ended within GEOS is told as one that took too long`() async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await withDatabase(.geodata) { pool in
                try await pool.withTransaction(readOnly: true) { connection in
                    try await connection.runScript("SET LOCAL statement_timeout = '100ms'")
                    try await connection.runScript(
                        """
                        SELECT ST_UnaryUnion(ST_Collect(ST_Expand(
                            ST_Point(78 + i * 7919 % 600 / 600.0, 10 + i * 104729 % 600 / 600.0, 4326), 0.05)), 1e-7)
                        FROM generate_series(1, 3000) AS i
                        """)
                }
            }
        }
        #expect(error?.sqlState == .queryCanceled)
    }

    @Test func `swapped axes are refused with the guess that they are swapped`() async throws {
        let refusal = try await refusal(polygon("[[11,79],[11,79.1],[11.1,79.1],[11.1,79],[11,79]]"))
        #expect(refusal.kind == .outside(.swapped))
    }

    @Test func `each fault has its own words`() async throws {
        let inside = "[[79.02,11.02],[79.04,11.02],[79.04,11.04],[79.02,11.02]]"
        let aside = "[[79.2,11],[79.3,11],[79.3,11.1],[79.2,11]]"
        let faults: [(String, GeometryRefusal.Kind)] = [
            (polygon("[[79,11],[79.1,11],[79.2,11],[79,11]]"), .withoutArea),
            (polygon("[[79,11],[79.000001,11],[79.000001,11.000001],[79,11]]"), .withoutArea),
            (polygon("\(Self.square),\(aside)"), .invalid(.holeOutside)),
            (polygon("\(Self.square),\(inside),\(inside)"), .invalid(.selfIntersection)),
            (
                polygon("[[79,11],[79.1,11],[79.3,11],[79.1,11],[79.1,11.1],[79,11.1],[79,11]]"),
                .invalid(.selfIntersection)
            ),
            (polygon("[[77,9],[79,9],[79,12],[77,12],[77,9]]"), .tooLarge(area_km2: 72_648)),
            (polygon("[[72,11],[72.1,11],[72.1,11.1],[72,11]]"), .outside(nil)),
            (polygon("[[76,11],[79.1,11],[79.1,11.1],[75.2,11.1],[76,11]]"), .outside(nil)),
            (polygon("[[500000,1000000],[510000,1000000],[510000,1010000],[500000,1000000]]"), .outside(.notDegrees)),
        ]
        try await withDatabase(.geodata) { pool in
            for (geometry, kind) in faults {
                let refusal = await #expect(throws: GeometryRefusal.self, "\(geometry)") {
                    _ = try await GeometryGate.check(geometry: geometry, on: pool)
                }
                if case .tooLarge(let area)? = refusal?.kind {
                    #expect(abs(area - 72_648) < 100 && "\(kind)".hasPrefix("tooLarge"))
                } else {
                    #expect(refusal?.kind == kind, "\(geometry)")
                }
            }
        }
    }

    @Test func `systems that can't be followed are told apart`() async throws {
        let faults: [(Int, GeometryRefusal.Kind)] = [
            (99_999, .unknownSRID(99_999)), (999_123, .unknownSRID(999_123)), (Int.max, .unknownSRID(Int.max)),
            (32_644, .outside(.degrees)), (5773, .notProjectable(srid: 5773)),
        ]
        try await withDatabase(.geodata) { pool in
            for (srid, kind) in faults {
                let refusal = await #expect(throws: GeometryRefusal.self) {
                    _ = try await GeometryGate.check(geometry: polygon(Self.square), srid: srid, on: pool)
                }
                #expect(refusal?.kind == kind)
            }
            // PROJ knows it, the table of PostGIS does not.
            let missing = try await pool.query("SELECT count(*) FROM spatial_ref_sys WHERE srid = 9755")
            #expect(try missing[0].decode(Int64.self) == 0)
            let accepted = try await GeometryGate.check(geometry: polygon(Self.square), srid: 9755, on: pool)
            #expect(accepted.vertices == 5)
        }
    }

    /// An edge of 112 km in UTM, whose middle lies tens of metres off the straight line in longitude and latitude.
    @Test func `edges are followed as they run in their own system`() async throws {
        let ring = "[[200000,1000000],[250000,1000000],[250000,1100000],[200000,1000000]]"
        try await withDatabase(.geodata) { pool in
            let accepted = try await GeometryGate.check(geometry: polygon(ring), srid: 32_644, on: pool)
            let rows = try await pool.query(
                """
                SELECT max(ST_Distance(ST_Transform(ST_SetSRID(ST_MakePoint(200000 + 500 * i, 1000000 + 1000 * i), 32644),
                        4326)::geography, ST_Boundary(\(accepted.ewkb)::geometry)::geography))
                FROM generate_series(0, 100) AS i
                """)
            let deviation = try rows[0].decode(Double.self)
            #expect(deviation < 0.15)
        }
    }

    @Test func `what was accepted is accepted again and comes back the same`() async throws {
        var generator = GeometryGenerator(seed: 7)
        try await withDatabase(.geodata) { pool in
            var seen = 0
            while seen < 40 {
                let given = generator.next()
                guard given.outcome == .accepted, given.file == nil else { continue }
                seen += 1
                let once = try await GeometryGate.check(geometry: given.bytes, srid: given.srid, on: pool)
                let again = try await GeometryGate.check(geometry: once.geoJSON, on: pool)
                #expect(once == again, "\(given.kind)")
            }
        }
    }

    @Test func `the region's border lies 50 km from the state`() async throws {
        try await withDatabase(.geodata) { pool in
            let rows = try await pool.query(
                """
                WITH state AS MATERIALIZED (SELECT ST_Union(geom)::geography AS geom FROM districts)
                SELECT min(away_m), max(away_m), (SELECT bool_and(ST_Covers(allowed_region(), d.geom)) FROM districts d)
                FROM (
                    SELECT ST_Distance(p.geom::geography, state.geom) AS away_m
                    FROM state, ST_DumpPoints(ST_Simplify(ST_Boundary(allowed_region()), 0.05)) AS p
                ) AS corner
                """)
            let (nearest, farthest, coversState) = try rows[0].decode(Double.self, Double.self, Bool.self)
            #expect(nearest > 49_900 && farthest < 50_300 && coversState)
        }
    }
}
