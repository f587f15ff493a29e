import Postgres

/// Which centres have pages that may be found from outside.
package enum CentreAddresses {
    /// Approved ones that exist, and no samples.
    package static func ids(limit: Int, on database: some PostgresQueryable) async throws -> [Int64] {
        try await database.query(
            """
            SELECT id FROM service_providers WHERE status = 'approved' AND NOT is_sample
            ORDER BY id LIMIT \(Int32(clamping: limit))
            """
        ).map { try $0.decode(Int64.self) }
    }
}
