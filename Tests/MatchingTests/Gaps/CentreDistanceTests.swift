import Matching
import Postgres
import TestSupport
import Testing

/// How far the nearest centre is from each pincode.
struct CentreDistanceTests {
    @Test func `every pincode has the distance that a search without an index finds`() async throws {
        try await withDatabase(.network) { pool in
            try await pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id % 9 = 0")
            let distances = try await CentreDistance.all(on: pool)
            let truth = try await BruteForce(pool)
            let points = try await pool.query("SELECT pincode::integer, lat, lng FROM pincodes ORDER BY pincode")
            #expect(distances.count == points.count)
            for (distance, row) in zip(distances, points) {
                let (pincode, lat, lng) = try row.decode(Int32.self, Double.self, Double.self)
                let nearest = truth.nearest(1, to: try #require(GeoPoint(lat: lat, lng: lng)))[0]
                #expect(distance.pincode.number == pincode)
                #expect(distance.nearest == nearest.id, "\(pincode)")
                #expect(abs(try #require(distance.nearest_m) - nearest.distance_m) < 0.001, "\(pincode)")
            }
            let counts = try await GapList(minCount: 1000, limit: nil).page(on: pool).items
            #expect(
                Dictionary(uniqueKeysWithValues: counts.map { ($0.place.pincode, $0.coverageCount) })
                    == Dictionary(uniqueKeysWithValues: distances.map { ($0.pincode, $0.coverageCount) }))
        }
    }

    @Test func `a district has its own pincodes, and without centres nothing is near`() async throws {
        try await withDatabase(.network) { pool in
            let chennai = try await CentreDistance.all(district: "chennai", withCells: true, on: pool)
            #expect(chennai.count == 81 && chennai.allSatisfy { $0.district_lgd == 568 && $0.cell != nil })
            await #expect(throws: MatchingError.unknownDistrict("Atlantis")) {
                try await CentreDistance.all(district: "Atlantis", on: pool)
            }
            try await pool.asOwner("TRUNCATE service_providers CASCADE")
            let nobody = try await CentreDistance.all(on: pool)
            #expect(nobody.count > 2000 && nobody.allSatisfy { $0.nearest == nil && $0.nearest_m == nil })
        }
    }
}
