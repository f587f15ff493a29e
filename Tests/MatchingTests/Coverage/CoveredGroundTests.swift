import Foundation
import Matching
import Postgres
import TestSupport
import Testing

/// The ground that is kept as covered is what the areas say, whatever was changed and in whatever order.
struct CoveredGroundTests {
    /// Made more by `make soak-coverage`.
    private static let edits = Int(ProcessInfo.processInfo.environment["ISTRI_TEST_EDITS"] ?? "") ?? 200

    @Test func `what is kept after random edits equals what is worked out from nothing, to the last bit`() async throws
    {
        try await withDatabase(.network) { pool in
            // Few enough that much is left uncovered.
            try await pool.execute("DELETE FROM service_providers WHERE id % 8 <> 0")
            var edits = RandomAreaEdits(state: 7, centres: 50)
            for _ in 0..<Self.edits { try await pool.execute(edits.next()) }
            try await expectKeptIsRight(in: pool)
            try await expectEqualsGeodesicAreas(in: pool)
        }
    }

    @Test func `uncovered ground of each district is what the spheroid says`() async throws {
        try await withDatabase(.network) { pool in
            try await expectEqualsGeodesicAreas(in: pool)
            try await pool.execute("DELETE FROM service_providers WHERE id % 20 <> 0")
            try await expectEqualsGeodesicAreas(in: pool)
        }
    }

    @Test func `changes at the same time leave nothing wrong`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.execute("DELETE FROM service_providers WHERE id % 10 <> 0")
            try await withThrowingTaskGroup { group in
                for writer in 0..<4 {
                    group.addTask {
                        var edits = RandomAreaEdits(state: UInt64(200 + writer), centres: 8)
                        for _ in 0..<30 {
                            do {
                                try await pool.execute(edits.next())
                            } catch let error as PostgresError where error.sqlState == .foreignKeyViolation {
                                // Another writer has just deleted the centre.
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await expectKeptIsRight(in: pool)
        }
    }

    @Test func `without a network nothing is covered, and emptying it is followed`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.asOwner("TRUNCATE service_providers CASCADE")
            let summary = try await CoverageSummary.find(on: pool)
            #expect(summary.state.covered_km2 == 0)
            #expect(summary.state.coveredPincodes == 0)
            #expect(summary.state.area_km2 > 129_000)
            try await expectKeptIsRight(in: pool)
        }
    }

    @Test func `a rebuild finds and repairs what is wrong`() async throws {
        try await withDatabase(.network) { pool in
            let spoilt = try await pool.execute(
                """
                UPDATE piece_coverage k SET uncovered = p.geom, uncovered_km2 = p.area_km2
                FROM coverage_pieces p WHERE p.id = k.piece_id AND p.id <= 7 AND k.uncovered IS NULL
                """)
            try #require(spoilt > 0)
            #expect(try await rebuild(in: pool) == Int64(spoilt))
            #expect(try await rebuild(in: pool) == 0)
        }
    }

    @Test func `the pieces are the state, each part once`() async throws {
        try await withDatabase(.geodata) { pool in
            let districts = try await pool.query(
                """
                SELECT d.name, geodesic_area_km2(d.geom), sum(p.area_km2), geodesic_area_km2(ST_Union(p.geom))
                FROM districts d LEFT JOIN coverage_pieces p ON p.district_lgd = d.lgd GROUP BY d.lgd
                """)
            #expect(districts.count == 38)
            for row in districts {
                let (name, area, pieces, union) = try row.decode(String.self, Double.self, Double.self, Double.self)
                #expect(abs(pieces - area) < 1e-5 * area, "\(name)")
                #expect(abs(union - area) < 1e-5 * area, "\(name): a part of it twice, or not at all")
            }
            let cells = try await pool.query(
                """
                SELECT count(*), max(abs(coalesce(g.area_km2, 0) / geodesic_area_km2(c.geom) - 1))
                FROM pincode_cells c LEFT JOIN pincode_ground g ON g.pincode = c.pincode
                """)
            let (count, worst) = try cells[0].decode(Int64.self, Double.self)
            #expect(count > 2000)
            #expect(worst < 1e-4)
        }
    }

    @Test func `the same geodata is not cut again, other geodata is`() async throws {
        try await withDatabase(.network, as: .owner) { pool in
            func build() async throws -> Int64 {
                try await pool.withConnection {
                    try await $0.query("SELECT coverage_pieces_build()")[0].decode(Int64.self)
                }
            }
            #expect(try await build() == 0)
            let before = try await CoverageSummary.find(on: pool)
            try await pool.execute("UPDATE coverage_ground SET digest = 'another'")
            #expect(try await build() > 2000)
            let after = try await CoverageSummary.find(on: pool)
            #expect(after.state.covered_km2 == before.state.covered_km2)
            try await pool.execute("DELETE FROM pincode_cells WHERE pincode = 600001")
            #expect(try await build() > 2000)
            // The ground is still there, of no pincode.
            let without = try await CoverageSummary.find(on: pool)
            #expect(abs(without.state.covered_km2 - before.state.covered_km2) < 1e-3)
        }
    }

    private func rebuild(in pool: PostgresPool) async throws -> Int64 {
        try await pool.withConnection { try await $0.query("SELECT coverage_rebuild()")[0].decode(Int64.self) }
    }

    /// What is kept equals what is kept by a table that is filled from nothing, in every bit.
    private func expectKeptIsRight(in pool: PostgresPool) async throws {
        let columns: Query = "piece_id, uncovered::bytea AS uncovered, uncovered_km2, last_area_id"
        let differences = try await pool.withTransaction { connection in
            try await connection.execute(
                "CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT \(columns) FROM piece_coverage")
            try await connection.execute("DELETE FROM piece_coverage")
            _ = try await connection.query("SELECT coverage_pieces_rebuild()")
            return try await connection.query(
                """
                SELECT count(*) FROM ((TABLE kept EXCEPT SELECT \(columns) FROM piece_coverage)
                    UNION ALL (SELECT \(columns) FROM piece_coverage EXCEPT TABLE kept)) AS difference
                """)[0].decode(Int64.self)
        }
        #expect(differences == 0)
        #expect(try await rebuild(in: pool) == 0)
    }

    /// Within 0.01 % of the district: the union of all areas, taken from the district at once, and measured by
    /// PostGIS's geodesics. None of it is shared with what is kept.
    private func expectEqualsGeodesicAreas(in pool: PostgresPool) async throws {
        let summary = try await CoverageSummary.find(on: pool)
        let rows = try await pool.withConnection {
            try await $0.query(
                """
                SELECT d.lgd, ST_Area(d.geom::geography) / 1e6, coalesce(ST_Area(ST_Segmentize(ST_Difference(d.geom, (
                    SELECT ST_Union(a.geom) FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
                    WHERE a.status = 'in_force' AND s.status = 'approved' AND a.geom && d.geom)), 0.02)::geography) / 1e6,
                    ST_Area(d.geom::geography) / 1e6)
                FROM districts d
                """)
        }
        #expect(rows.count == 38)
        var uncovered_km2 = 0.0
        for row in rows {
            let (lgd, area, rest) = try row.decode(Int32.self, Double.self, Double.self)
            let kept = try #require(summary.districts.first { $0.lgd == lgd })
            #expect(abs(kept.area_km2 - kept.covered_km2 - rest) < 1e-4 * area, "\(kept.name)")
            uncovered_km2 += rest
        }
        let state = summary.state
        #expect(abs(state.area_km2 - state.covered_km2 - uncovered_km2) < 1e-4 * state.area_km2)
    }
}
