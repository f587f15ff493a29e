import Matching
import Postgres

/// A network put together by hand, around Chennai's first pincode.
struct TestNetwork {
    let pool: PostgresPool
    let pincode = Pincode(600001)!

    /// The pincode's point.
    func origin() async throws -> GeoPoint {
        let (lat, lng) = try await pool.query("SELECT lat, lng FROM pincodes WHERE pincode = \(pincode.number)")[0]
            .decode(Double.self, Double.self)
        return GeoPoint(lat: lat, lng: lng)!
    }

    /// A centre `north` degrees north of the pincode's point.
    func addCentre(
        _ name: String = "Centre", north: Double, status: String = "approved", services: [String] = []
    ) async throws -> Int64 {
        try await pool.withTransaction { tx in
            let id = try await tx.query(
                """
                INSERT INTO service_providers (center_name, address, city, district_lgd, pincode, phone, lat, lng,
                    location_source, status)
                SELECT \(name), '1 Main Road', 'Chennai', district_lgd, pincode, '+919840000000', lat + \(north), lng,
                    'pin', \(status)
                FROM pincodes WHERE pincode = \(pincode.number)
                RETURNING id
                """)[0].decode(Int64.self)
            try await tx.execute(
                """
                INSERT INTO provider_services (provider_id, service, price_paise, minutes)
                SELECT \(id), service, 10000, 30 FROM unnest(\(services)::text[]) AS s (service)
                """)
            return id
        }
    }

    /// A square around the pincode's point; each side is twice `reach` degrees away from its opposite.
    func addArea(of centre: Int64, reach: Double, status: String = "in_force") async throws -> Int64 {
        try await pool.withTransaction { tx in
            try await tx.query(
                """
                INSERT INTO service_areas (provider_id, kind, geom, status)
                SELECT \(centre), 'polygon', ST_Multi(ST_Expand(location, \(reach))), \(status)
                FROM pincodes WHERE pincode = \(pincode.number)
                RETURNING id
                """)[0].decode(Int64.self)
        }
    }
}
