import Matching
import Postgres
import TestSupport
import Testing

/// With whom an area that is only imagined would share ground.
struct WhatIfOverlapTests {
    @Test func `the centres named are those that measuring every pair finds, the nearest first`() async throws {
        try await withDatabase(.network) { pool in
            var generator = SplitMix64(state: 5)
            for km in [0.05, 1, 4, 15, 40, 75] {
                let place = try #require(
                    GeoPoint(
                        lat: .random(in: 9.5...12.5, using: &generator),
                        lng: .random(in: 77.5...79.5, using: &generator)))
                let truth = try await pool.query(
                    """
                    SELECT s.id, s.center_name FROM (SELECT area_of_circle(\(place.lat), \(place.lng), \(km)) AS geom) AS c
                    JOIN service_areas a ON a.status = 'in_force'
                    JOIN service_providers s ON s.id = a.provider_id AND s.status = 'approved'
                    WHERE ST_Area(ST_Intersection(a.geom, c.geom)::geography) >= 1
                    GROUP BY s.id ORDER BY min(ST_DistanceSphere(s.location, ST_Centroid(c.geom))), s.id
                    """
                ).map { try $0.decode(Int64.self, String.self) }
                let answer = try await WhatIf([.add(.circle(place, radius_km: km), provider: nil)]).answer(on: pool)
                #expect(answer.overlappingTotal == truth.count, "\(km) km")
                #expect(answer.overlapping.map(\.id) == truth.prefix(WhatIf.mostOverlapping).map(\.0), "\(km) km")
                #expect(answer.overlapping.map(\.name) == truth.prefix(WhatIf.mostOverlapping).map(\.1))
            }
        }
    }

    @Test func `neighbours with a common border don't overlap, and nobody overlaps with oneself`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.asOwner("DELETE FROM service_areas")
            let ids = try await pool.query(
                "SELECT id FROM service_providers WHERE status = 'approved' ORDER BY id LIMIT 3"
            ).map { try $0.decode(Int64.self) }
            // A cell, and one beside it.
            let cells = try await pool.query(
                """
                SELECT ST_AsText(area_on_grid(a.geom)), ST_AsGeoJSON(area_on_grid(b.geom), 7, 0)
                FROM pincode_cells a JOIN pincode_cells b ON a.pincode < b.pincode AND ST_Touches(a.geom, b.geom)
                    AND ST_Length(ST_Intersection(a.geom, b.geom)) > 0.01
                ORDER BY a.pincode, b.pincode LIMIT 5
                """
            ).map { try $0.decode(String.self, String.self) }
            try #require(cells.count == 5)
            for (cell, neighbour) in cells {
                try await pool.asOwner("DELETE FROM service_areas")
                for id in ids.prefix(2) {
                    try await pool.execute(
                        """
                        INSERT INTO service_areas (provider_id, kind, geom, status)
                        VALUES (\(id), 'polygon', ST_Multi(ST_GeomFromText(\(cell), 4326)), 'in_force')
                        """)
                }
                let drawn = WhatIf.Ground.drawn(try GeometryGate.read(Array(neighbour.utf8)))
                let beside = try await WhatIf([.add(drawn, provider: nil)]).answer(on: pool)
                #expect(beside.overlappingTotal == 0 && beside.overlapping.isEmpty)
            }
            let place = try await pool.query(
                "SELECT ST_Y(p), ST_X(p) FROM service_areas a, ST_PointOnSurface(geom) p LIMIT 1")[0]
                .decode(Double.self, Double.self)
            let circle = WhatIf.Ground.circle(try #require(GeoPoint(lat: place.0, lng: place.1)), radius_km: 0.1)
            func named(_ changes: [WhatIf.Change]) async throws -> [Int64] {
                let answer = try await WhatIf(changes).answer(on: pool)
                #expect(answer.overlappingTotal == answer.overlapping.count)
                return answer.overlapping.map(\.id).sorted()
            }
            #expect(try await named([.add(circle, provider: nil)]) == Array(ids.prefix(2)))
            #expect(try await named([.add(circle, provider: ids[0])]) == [ids[1]])
            #expect(try await named([.replace(provider: ids[0], circle)]) == [ids[1]])
            #expect(try await named([.remove(provider: ids[1]), .add(circle, provider: nil)]) == [ids[0]])
            #expect(try await named([.add(circle, provider: ids[1]), .remove(provider: ids[1])]) == [])
            #expect(
                try await named([.add(circle, provider: ids[0]), .add(circle, provider: ids[1])])
                    == Array(ids.prefix(2)))
            #expect(try await named([.remove(provider: ids[0])]) == [])
        }
    }
}
