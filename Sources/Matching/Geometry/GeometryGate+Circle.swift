import Postgres

extension GeometryGate {
    /// The verdict on a circle, which is stored cut to the region where areas may lie: refused only when nothing of it
    /// lies there.
    package static func verdict(
        onCircleAround centre: GeoPoint, radius_km: Double, with pool: PostgresPool
    ) async throws -> GeometryVerdict {
        try await limited(pool) { connection in
            let row = try await connection.query(
                """
                SELECT ST_AsEWKB(geom), ST_AsGeoJSON(geom, 7), geodesic_area_km2(geom), ST_NPoints(geom),
                    pincodes_within(geom)
                FROM (SELECT area_of_circle(\(centre.lat), \(centre.lng), \(radius_km)) AS geom OFFSET 0) AS circle
                """)[0]
            guard let ewkb = try row.column(0, as: [UInt8]?.self) else {
                return .refused(GeometryRefusal(.outside(nil)), repaired: nil)
            }
            let accepted = AcceptedGeometry(
                ewkb: ewkb, geoJSON: try row.column(1), area_km2: try row.column(2),
                vertices: Int(try row.column(3, as: Int32.self)))
            return .accepted(accepted, pincodesCovered: Int(try row.column(4, as: Int32.self)))
        }
    }
}
