import Postgres

/// The pincodes whose points a centre's service areas in force cover.
package struct ServedPincodes: Sendable {
    /// How many there are; `nearest` may list fewer.
    package let count: Int
    /// The nearest first.
    package let nearest: [(pincode: Pincode, name: String)]

    package static func find(
        of centre: Int64, limit: Int, on database: some PostgresQueryable
    ) async throws -> ServedPincodes {
        let rows = try await database.query(
            """
            SELECT p.pincode::integer, p.name, count(*) OVER () FROM pincode_coverage c JOIN pincodes p USING (pincode)
            WHERE c.provider_id = \(centre) ORDER BY c.distance_m, p.pincode LIMIT \(Int32(clamping: limit))
            """)
        return ServedPincodes(
            count: Int(try rows.first?.column(2, as: Int64.self) ?? 0),
            nearest: try rows.map { (try $0.pincode(column: 0), try $0.column(1)) })
    }
}
