import Matching
import Postgres
import TestSupport
import Testing

/// What is kept of service areas for their tiles.
struct TileAreasTests {
    private func isRight(_ pool: PostgresPool) async throws -> Bool {
        try await pool.query(
            """
            WITH truth AS (SELECT a.id, a.provider_id, a.geom FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
                WHERE a.status = 'in_force' AND s.status = 'approved')
            SELECT NOT EXISTS (
                (SELECT id, provider_id FROM truth EXCEPT SELECT area_id, provider_id FROM tile_areas)
                UNION ALL (SELECT area_id, provider_id FROM tile_areas EXCEPT SELECT id, provider_id FROM truth))
            AND NOT EXISTS (
                (SELECT id, z, tile_area_shape(tile_units(geom, 14), z)::bytea FROM truth, (VALUES (8), (10), (12), (14)) AS v (z)
                 EXCEPT SELECT area_id, zoom, geom::bytea FROM tile_area_shapes)
                UNION ALL (SELECT area_id, zoom, ''::bytea FROM tile_area_shapes WHERE area_id NOT IN (SELECT id FROM truth)))
            """)[0].decode(Bool.self)
    }

    @Test func `the areas in force of approved centres are kept, through every kind of change`() async throws {
        try await withDatabase(.network) { pool in
            let atFirst = try await isRight(pool)
            #expect(atFirst)
            let changes = [
                "UPDATE service_areas SET status = 'withdrawn' WHERE id % 7 = 0",
                "UPDATE service_areas SET status = 'in_force' WHERE id % 14 = 0",
                "UPDATE service_areas SET geom = ST_Multi(ST_Buffer(ST_Centroid(geom), 0.03)) WHERE id % 11 = 0",
                "UPDATE service_providers SET status = 'suspended' WHERE id % 5 = 0",
                "UPDATE service_providers SET status = 'approved' WHERE id % 10 = 0",
                "DELETE FROM service_areas WHERE id % 13 = 0",
                "DELETE FROM service_providers WHERE id % 17 = 0",
            ]
            for change in changes {
                let changed = try await pool.execute(Query(unsafeSQL: change))
                let isStillRight = try await isRight(pool)
                #expect(changed > 0 && isStillRight, "\(change)")
            }
        }
    }

    /// Simplifying and rounding must never refuse what the database took as an area.
    @Test(arguments: [
        // Parts that touch in a point, a hole that touches the ring, a spot, a needle, a comb finer than the grid.
        "MULTIPOLYGON(((78 10,78.1 10,78.1 10.1,78 10.1,78 10)),((78.1 10.1,78.2 10.1,78.2 10.2,78.1 10.2,78.1 10.1)))",
        "MULTIPOLYGON(((78 10,78.1 10,78.1 10.1,78 10.1,78 10),(78 10,78.05 10.02,78.02 10.05,78 10)))",
        "MULTIPOLYGON(((78 10,78.0000001 10,78.0000001 10.0000001,78 10)))",
        "MULTIPOLYGON(((78 10,79 10.0000001,78 10.0000002,78 10)))",
        "MULTIPOLYGON(((78 10,78.3 10,78.3 10.1,78.29999 10.0001,78.29998 10.1,78.29997 10.0001,78.29996 10.1,78 10.1,78 10)))",
    ])
    func `any valid area has a valid shape at every zoom`(wkt: String) async throws {
        try await withDatabase(.schema) { pool in
            let rows = try await pool.query(
                """
                SELECT z, ST_IsValid(shape) AND NOT ST_IsEmpty(shape) AND ST_GeometryType(shape) = 'ST_MultiPolygon'
                FROM (VALUES (8), (10), (12), (14)) AS v (z),
                    LATERAL tile_area_shape(tile_units(ST_GeomFromText(\(wkt), 4326), 14), z) AS shape
                """)
            for row in rows {
                let (zoom, isGood) = try row.decode(Int32.self, Bool.self)
                #expect(isGood, "zoom \(zoom)")
            }
            #expect(rows.count == 4)
        }
    }
}
