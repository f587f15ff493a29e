import Postgres

extension Pincode {
    /// The pincode on whose ground the point lies, by our estimate of that ground; nil outside the state.
    package static func at(_ point: GeoPoint, on database: some PostgresQueryable) async throws -> Pincode? {
        try await database.query(
            """
            SELECT pincode::integer FROM pincode_cells
            WHERE ST_Covers(geom, ST_SetSRID(ST_MakePoint(\(point.lng), \(point.lat)), 4326)) ORDER BY pincode LIMIT 1
            """
        ).first?.pincode(column: 0)
    }
}
