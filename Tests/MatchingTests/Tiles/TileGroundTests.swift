import Matching
import Postgres
import TestSupport
import Testing

/// The shapes that tiles are made of, for the whole state. One after the other: each works a processor for seconds.
@Suite(.serialized) struct TileGroundTests {
    static let zooms: [Int32] = [0, 2, 4, 6, 8, 10, 12, 14]

    @Test(arguments: zooms) func `neighbours share their edges exactly, with no gap and no overlap`(
        zoom: Int32
    ) async throws {
        try await withDatabase(.geodata) { pool in
            let row = try await pool.query(
                """
                WITH cells AS (SELECT sum(ST_Area(geom)) AS area, ST_Union(geom) AS ground, bool_and(ST_IsValid(geom)) AS valid,
                    bool_and(ST_Equals(geom, ST_SnapToGrid(geom, 1))) AS whole FROM tile_cells WHERE zoom = \(zoom)),
                districts AS (SELECT sum(ST_Area(geom)) AS area, ST_Union(geom) AS ground, bool_and(ST_IsValid(geom)) AS valid
                    FROM tile_districts WHERE zoom = \(zoom))
                SELECT c.area, ST_Area(c.ground), d.area, ST_Area(ST_SymDifference(c.ground, d.ground)),
                    c.valid AND d.valid, c.whole
                FROM cells c, districts d
                """)[0]
            let (cells, ground, districts, difference, areValid, areWhole) = try row.decode(
                Double.self, Double.self, Double.self, Double.self, Bool.self, Bool.self)
            #expect(areValid && areWhole)
            // Whole numbers: no rounding hides a sliver.
            #expect(cells == ground, "cells overlap")
            #expect(cells == districts && difference == 0, "cells and districts have other edges")
        }
    }

    @Test func `no hole opens between neighbours where the ground has none`() async throws {
        try await withDatabase(.geodata) { pool in
            let rows = try await pool.query(
                """
                WITH holes AS (
                    SELECT zoom, ST_Area(ST_BuildArea(ST_InteriorRingN(part, n))) / 4.0 ^ zoom AS area
                    FROM (SELECT zoom, (ST_Dump(ST_Union(geom))).geom AS part FROM tile_cells WHERE zoom >= 6 GROUP BY zoom) AS u,
                        generate_series(1, ST_NumInteriorRings(part)) AS n
                ), ground AS (
                    SELECT coalesce(sum(ST_Area(ST_BuildArea(ST_InteriorRingN(part, n)))), 0) / 4.0 ^ 14 AS area
                    FROM (SELECT (ST_Dump(ST_Union(tile_units(geom, 14)))).geom AS part FROM pincode_cells) AS u,
                        generate_series(1, ST_NumInteriorRings(part)) AS n
                ), whole AS (SELECT sum(ST_Area(geom)) / 4.0 ^ 14 AS area FROM tile_cells WHERE zoom = 14)
                SELECT zoom::integer, sum(h.area), min(g.area), min(w.area) FROM holes h, ground g, whole w GROUP BY zoom
                """)
            for row in rows {
                let (zoom, holes, original, whole) = try row.decode(Int32.self, Double.self, Double.self, Double.self)
                // The outlines that simplifying moves around an original hole by half a pixel.
                #expect(holes <= original + whole * 0.0005, "zoom \(zoom): \(holes), before \(original) of \(whole)")
            }
        }
    }

    @Test func `from zoom 8 on every pincode has its ground, and nearly as much as in truth`() async throws {
        try await withDatabase(.geodata) { pool in
            for zoom in Self.zooms where zoom >= 8 {
                let (missing, total) = try await pool.query(
                    """
                    SELECT count(*) FILTER (WHERE s.pincode IS NULL),
                        sum(ST_Area(s.geom)) / 4.0 ^ \(zoom) / (SELECT sum(ST_Area(tile_units(geom, 14))) / 4.0 ^ 14
                            FROM pincode_cells)
                    FROM pincode_cells c LEFT JOIN tile_cells s ON s.pincode = c.pincode AND s.zoom = \(zoom)
                    """)[0].decode(Int64.self, Double.self)
                #expect(missing == 0 && abs(total - 1) < 0.001, "zoom \(zoom): \(missing) missing, \(total)")
            }
        }
    }

    @Test func `the same ground is drawn once`() async throws {
        try await withDatabase(.geodata, as: .owner) { pool in
            let again = {
                try await pool.withConnection {
                    try await $0.query("SELECT tile_ground_build()")[0].decode(Int32.self)
                }
            }
            #expect(try await again() == 0)
            try await pool.execute("DELETE FROM pincode_cells WHERE pincode > 600100")
            #expect(try await again() > 0)
            let (most, cells) = try await pool.query("SELECT max(pincode), count(*) FROM tile_cells WHERE zoom = 14")[0]
                .decode(Int32.self, Int64.self)
            #expect(most <= 600_100 && cells > 50)
        }
    }
}
