import Postgres

/// A pincode near a place.
package struct NearPincode: Sendable {
    package let pincode: Pincode
    package let name: String
    /// To its point, which is an estimate.
    package let distance_m: Double

    /// The pincodes whose points are nearest, the nearest first. One round trip.
    package static func find(
        _ place: GeoPoint, most: Int, on database: some PostgresQueryable
    ) async throws -> [NearPincode] {
        try await database.query(
            """
            SELECT p.pincode::integer, p.name, ST_Distance(p.location::geography, here.point::geography)
            FROM pincodes p, (SELECT ST_SetSRID(ST_MakePoint(\(place.lng), \(place.lat)), 4326) AS point) AS here
            ORDER BY p.location_m <-> ST_Transform(here.point, 7785) LIMIT \(most)
            """
        ).map { NearPincode(pincode: try $0.pincode(column: 0), name: try $0.column(1), distance_m: try $0.column(2)) }
    }
}
