import Matching
import Postgres
import TestSupport
import Testing

struct CoverageTests {
    @Test func `who covers each pincode and each of 1,000 points is as a ray count says`() async throws {
        try await withDatabase(.network) { pool in
            let truth = try await PointInPolygon(pool)
            for row in try await pool.query("SELECT pincode::integer, lat, lng FROM pincodes") {
                let (number, lat, lng) = try row.decode(Int32.self, Double.self, Double.self)
                let point = try #require(GeoPoint(lat: lat, lng: lng))
                let pincode = try #require(Pincode(number))
                try await check(.pincode(pincode), truth.centres(covering: point), in: pool)
            }
            var generator = SplitMix64(state: 11)
            for row in try await pool.query("SELECT lat, lng FROM service_providers ORDER BY id LIMIT 250") {
                let (lat, lng) = try row.decode(Double.self, Double.self)
                for _ in 0..<4 {
                    let point = try #require(
                        GeoPoint(
                            lat: lat + Double.random(in: -0.2...0.2, using: &generator),
                            lng: lng + Double.random(in: -0.2...0.2, using: &generator)))
                    try await check(.point(point), truth.centres(covering: point), in: pool)
                }
            }
        }
    }

    private func check(_ origin: NearestRequest.Origin, _ covering: Set<Int64>, in pool: PostgresPool) async throws {
        let coverage = try await CoverageAnswer.find(origin, on: pool)
        try #require(Set(coverage.centres.map(\.id)) == covering, "\(origin)")
        try #require(coverage.coverageCount == covering.count, "\(origin)")
        let nearest = try await NearestRequest(origin).answer(on: pool)
        try #require(nearest.coverageCount == covering.count, "\(origin)")
        try #require(coverage.nearest?.id == nearest.centres.first?.id, "\(origin)")
        for centre in nearest.centres { try #require(centre.covers == covering.contains(centre.id), "\(origin)") }
        let doorstep = try await NearestRequest(origin, limit: 50, mode: .doorstep).answer(on: pool)
        try #require(doorstep.centres.map(\.id) == coverage.centres.prefix(50).map(\.id), "\(origin)")
    }

    @Test func `an area's border belongs to it, its holes do not`() async throws {
        try await withDatabase(.geodata) { pool in
            let centre = try await TestNetwork(pool: pool).addCentre(north: 0.01)
            try await pool.execute(
                """
                INSERT INTO service_areas (provider_id, kind, geom, status)
                VALUES (\(centre), 'polygon', ST_GeomFromText(
                    'MULTIPOLYGON(((80 12, 80.5 12, 80.5 12.5, 80 12.5, 80 12), (80.125 12.125, 80.25 12.125,
                    80.25 12.25, 80.125 12.25, 80.125 12.125)))', 4326), 'in_force')
                """)
            let places: [(lat: Double, lng: Double, isCovered: Bool)] = [
                (12.3, 80.3, true), (12, 80.25, true), (12.5, 80.5, true), (12.25, 80.125, true), (12.2, 80.2, false),
                (12.6, 80.25, false), (11.999_999, 80.25, false),
            ]
            for place in places {
                let point = try #require(GeoPoint(lat: place.lat, lng: place.lng))
                let coverage = try await CoverageAnswer.find(.point(point), on: pool)
                #expect(coverage.coverageCount == (place.isCovered ? 1 : 0), "\(place)")
                // The same through what is kept for pincodes.
                try await pool.execute(
                    "UPDATE pincodes SET lat = \(place.lat), lng = \(place.lng) WHERE pincode = 600001")
                let kept = try await CoverageAnswer.find(.pincode(Pincode(600001)!), on: pool)
                #expect(kept.coverageCount == (place.isCovered ? 1 : 0), "\(place)")
            }
        }
    }

    @Test func `two areas of one centre count once`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let centre = try await network.addCentre(north: 0.01)
            let first = try await network.addArea(of: centre, reach: 0.05)
            _ = try await network.addArea(of: centre, reach: 0.1)
            let coverage = try await CoverageAnswer.find(.pincode(network.pincode), on: pool)
            #expect(coverage.coverageCount == 1)
            #expect(coverage.centres.map(\.id) == [centre])
            try await pool.execute("DELETE FROM service_areas WHERE id = \(first)")
            #expect(try await CoverageAnswer.find(.pincode(network.pincode), on: pool).coverageCount == 1)
        }
    }

    @Test func `only areas in force of approved centres cover`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let centre = try await network.addCentre(north: 0.01)
            let area = try await network.addArea(of: centre, reach: 0.05, status: "proposed")
            func count() async throws -> Int {
                try await CoverageAnswer.find(.pincode(network.pincode), on: pool).coverageCount
            }
            #expect(try await count() == 0)
            try await pool.execute("UPDATE service_areas SET status = 'in_force' WHERE id = \(area)")
            #expect(try await count() == 1)
            try await pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id = \(centre)")
            #expect(try await count() == 0)
            try await pool.execute("UPDATE service_providers SET status = 'approved' WHERE id = \(centre)")
            #expect(try await count() == 1)
            try await pool.execute("DELETE FROM service_providers WHERE id = \(centre)")
            #expect(try await count() == 0)
        }
    }

    @Test func `the ground that a centre serves is the union of its areas in force`() async throws {
        try await withDatabase(.geodata) { pool in
            let network = TestNetwork(pool: pool)
            let centre = try await network.addCentre(north: 0.01)
            func area_m2() async throws -> Double? {
                try await pool.query(
                    "SELECT ST_Area(ST_GeomFromGeoJSON(provider_service_area(\(centre)))::geography)")[0].column(0)
            }
            #expect(try await area_m2() == nil)
            _ = try await network.addArea(of: centre, reach: 0.01)
            _ = try await network.addArea(of: centre, reach: 0.05)
            _ = try await network.addArea(of: centre, reach: 0.5, status: "proposed")
            let side = 0.1 * 110_600.0 * 0.1 * 108_500
            #expect(abs(try #require(try await area_m2()) / side - 1) < 0.01)
        }
    }
}
