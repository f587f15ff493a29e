import Matching
import Postgres
import TestSupport
import Testing

/// What the tiles show.
struct TileLayerTests {
    private func decoded(_ layer: TileLayer, _ z: Int, _ x: Int, _ y: Int, _ pool: PostgresPool) async throws
        -> DecodedTile
    {
        let address = try #require(TileAddress(z: z, x: x, y: y))
        let tile = try DecodedTile(try await layer.tile(address, on: pool).bytes)
        if !tile.features.isEmpty { #expect(tile.name == layer.rawValue && tile.extent == 4096) }
        return tile
    }

    /// The addresses of the tiles that meet Tamil Nadu.
    private func tiles(at z: Int) -> [(x: Int, y: Int)] {
        let size = 360 / Double(1 << z)
        let (west, east) = (Int((76.2 + 180) / size), Int((80.4 + 180) / size))
        return (west...east).flatMap { x in
            (0..<(1 << z)).filter { y in
                guard let ground = TileAddress(z: z, x: x, y: y)?.ground else { return false }
                return ground.north > 8 && ground.south < 13.6
            }.map { (x, $0) }
        }
    }

    /// Some from the middle, where there is land.
    private func sample(of tiles: [(x: Int, y: Int)]) -> ArraySlice<(x: Int, y: Int)> {
        tiles.dropFirst(max(0, tiles.count / 2 - 6)).prefix(12)
    }

    @Test func `tiles of the pincodes say how many centres cover each`() async throws {
        try await withDatabase(.network) { pool in
            var counts: [UInt64: Double] = [:]
            for (x, y) in tiles(at: 8) {
                for feature in try await decoded(.pincodes, 8, x, y, pool).features {
                    let id = try #require(feature.id)
                    guard case .number(let count)? = feature.attributes["coverage_count"] else {
                        Issue.record("no count")
                        continue
                    }
                    #expect(feature.attributes["pincode"] == .text(String(id)))
                    #expect(counts.updateValue(count, forKey: id) ?? count == count)
                }
            }
            let truth = try await pool.query(
                """
                SELECT pincode::bigint, coalesce(coverage_count, 0)::float8
                FROM pincode_cells LEFT JOIN pincode_coverage_counts USING (pincode)
                """
            ).map { try $0.decode(Int64.self, Double.self) }
            #expect(counts == Dictionary(uniqueKeysWithValues: truth.map { (UInt64($0.0), $0.1) }))
        }
    }

    @Test(arguments: [5, 8]) func `tiles of the pincodes say how much of each cell is covered`(z: Int) async throws {
        try await withDatabase(.network) { pool in
            let truth = Dictionary(
                uniqueKeysWithValues: try await pool.query(
                    "SELECT pincode::bigint, (1 - uncovered_km2 / area_km2)::float8 FROM pincode_ground"
                ).map {
                    let (pincode, share) = try $0.decode(Int64.self, Double.self)
                    return (UInt64(pincode), share)
                })
            var seen: Set<UInt64> = []
            for (x, y) in tiles(at: z) {
                for feature in try await decoded(.pincodes, z, x, y, pool).features {
                    let id = try #require(feature.id)
                    guard case .number(let share)? = feature.attributes["covered_share"], let exact = truth[id] else {
                        Issue.record("no share for \(id)")
                        continue
                    }
                    #expect(abs(share - exact) <= 0.00006, "\(id)")
                    seen.insert(id)
                }
            }
            #expect(seen.count > 1900 && truth.values.contains { $0 > 0.01 && $0 < 0.99 })
        }
    }

    @Test(arguments: [5, 6, 9, 12, 13]) func `polygons are wound as the format wants and end near the tile`(
        z: Int
    ) async throws {
        try await withDatabase(.network) { pool in
            var areas = 0
            for (x, y) in sample(of: tiles(at: z)) {
                for layer in [TileLayer.districts, .pincodes, .serviceAreas] {
                    for feature in try await decoded(layer, z, x, y, pool).features where feature.type == 3 {
                        areas += 1
                        #expect(signedArea(try #require(feature.parts.first)) > 0, "\(layer) \(feature.id ?? 0)")
                        #expect(
                            feature.parts.joined().allSatisfy {
                                (-4096...8192).contains($0.x) && (-4096...8192).contains($0.y)
                            })
                    }
                }
            }
            #expect(areas > 0)
        }
    }

    private func signedArea(_ ring: [(x: Int, y: Int)]) -> Int {
        zip(ring, ring.dropFirst() + ring.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
    }

    @Test func `at every zoom the tiles together count each centre and each area once`() async throws {
        try await withDatabase(.network) { pool in
            let (centres, areas) = try await pool.query(
                "SELECT (SELECT count(*) FROM service_providers WHERE status = 'approved'), (SELECT count(*) FROM tile_areas)"
            )[0]
            .decode(Int64.self, Int64.self)
            for z in [0, 4, 6, 8] {
                var (someCentres, someAreas) = (0.0, 0.0)
                for (x, y) in tiles(at: z) {
                    someCentres += try await sum("centres", of: decoded(.providers, z, x, y, pool))
                    someAreas += try await sum("areas", of: decoded(.serviceAreas, z, x, y, pool))
                }
                #expect(someCentres == Double(centres), "zoom \(z)")
                #expect(someAreas == Double(areas), "zoom \(z)")
            }
        }
    }

    private func sum(_ attribute: String, of tile: DecodedTile) -> Double {
        tile.features.reduce(0) { sum, feature in
            guard case .number(let n)? = feature.attributes[attribute] else { return sum }
            return sum + n
        }
    }

    @Test func `an area that meets a tile is in it, and none whose box is elsewhere`() async throws {
        try await withDatabase(.network) { pool in
            for z in [9, 11, 14] {
                let (x, y) = try await pool.query(
                    "SELECT floor(at[0] * \(1 << z)::integer)::integer, floor(at[1] * \(1 << z)::integer)::integer FROM tile_areas LIMIT 1"
                )[0]
                .decode(Int32.self, Int32.self)
                let tile = try await decoded(.serviceAreas, z, Int(x), Int(y), pool)
                let ground = try #require(TileAddress(z: z, x: Int(x), y: Int(y))).ground
                // Half a pixel of simplifying and the tile's margin of 1/64 lie between "surely" and "perhaps"; what is
                // small enough to be sent whole is chosen by its box.
                let truth = try await pool.query(
                    """
                    SELECT area_id, ST_Intersects(geom, ST_Expand(box, -0.01 * (ST_XMax(box) - ST_XMin(box))))
                    FROM tile_areas JOIN service_areas a ON a.id = area_id,
                        ST_MakeEnvelope(\(ground.west), \(ground.south), \(ground.east), \(ground.north), 4326) AS box
                    WHERE geom && ST_Expand(box, 0.02 * (ST_XMax(box) - ST_XMin(box)))
                    """
                ).map { try $0.decode(Int64.self, Bool.self) }
                let shown = Set(tile.features.compactMap(\.id))
                #expect(shown.isSuperset(of: truth.filter(\.1).map { UInt64($0.0) }), "zoom \(z)")
                #expect(shown.isSubset(of: truth.map { UInt64($0.0) }), "zoom \(z)")
            }
        }
    }

    @Test(arguments: [260, 2100] as [Int32])
    func `a crowded tile shows spots instead of outlines, and leaves nobody out`(more: Int32) async throws {
        try await withDatabase(.network, as: .owner) { pool in
            try await pool.execute(
                """
                INSERT INTO tile_areas SELECT 1000000 + n, 1, point(0.72 + n * 1.3717e-7, 0.46) FROM generate_series(1, \(more)) AS n
                """)
            try await pool.execute(
                """
                INSERT INTO tile_area_shapes SELECT 8, area_id, 1, tile_shape(ST_MakeEnvelope(
                    floor(at[0] * 1048576), floor(at[1] * 1048576), floor(at[0] * 1048576) + 9, floor(at[1] * 1048576) + 9))
                FROM tile_areas WHERE area_id > 1000000
                """)
            let (x, y) = (Int(0.72 * 512), Int(0.46 * 512))
            let tile = try await decoded(.serviceAreas, 9, x, y, pool)
            #expect(tile.features.allSatisfy { $0.type == 1 } && tile.features.count <= 4096)
            let there = try await pool.query(
                "SELECT count(*) FROM tile_areas WHERE floor(at[0] * 512) = \(Int32(x)) AND floor(at[1] * 512) = \(Int32(y))"
            )[0]
            .decode(Int64.self)
            #expect(there >= Int64(more))
            #expect(sum("areas", of: tile) == Double(there))
        }
    }

    @Test func `places appear the better known, the farther out`() async throws {
        try await withDatabase(.geodata) { pool in
            let (x, y) = (TileAddress.column(80.27, 6), TileAddress.row(13.08, 6))
            let far = try await decoded(.places, 6, x, y, pool)
            #expect(far.features.contains { $0.attributes["label"] == .text("Chennai") })
            #expect(!far.features.contains { $0.attributes["kind"] == .text("post_office") })
            let near = try await decoded(.places, 13, TileAddress.column(80.27, 13), TileAddress.row(13.08, 13), pool)
            #expect(near.features.contains { $0.attributes["kind"] == .text("post_office") })
        }
    }
}
