import Postgres
import TestSupport
import Testing

@testable import Matching

struct NearPincodeTests {
    @Test(arguments: [(13.0905, 80.287), (9.925, 78.119), (8.088, 77.538), (11.41, 76.695)])
    func `they are the nearest, in their order`(lat: Double, lng: Double) async throws {
        let place = try #require(GeoPoint(lat: lat, lng: lng))
        try await withDatabase(.geodata) { pool in
            let near = try await NearPincode.find(place, most: 30, on: pool)
            let all = try await pool.query(
                """
                SELECT pincode::integer, name, ST_Distance(
                    location::geography, ST_SetSRID(ST_MakePoint(\(lng), \(lat)), 4326)::geography) AS away
                FROM pincodes ORDER BY away, pincode LIMIT 30
                """
            ).map {
                (
                    pincode: try $0.pincode(column: 0), name: try $0.column(1, as: String.self),
                    away: try $0.column(2, as: Double.self)
                )
            }
            #expect(near.count == 30)
            // The order is that of the projection, whose scale differs by 0.2 % at most.
            for (found, expected) in zip(near, all) {
                #expect(abs(found.distance_m - expected.away) <= 0.004 * expected.away)
            }
            let names = Dictionary(uniqueKeysWithValues: all.map { ($0.pincode, $0.name) })
            #expect(near.filter { names[$0.pincode] == $0.name }.count >= 28)
        }
    }
}
