import Postgres

/// Centres that are made up, so that whoever shows them can say so.
package enum SampleCentres {
    /// Which of the centres are. One round trip, none without any.
    package static func among(_ ids: [Int64], on database: some PostgresQueryable) async throws -> Set<Int64> {
        guard !ids.isEmpty else { return [] }
        let rows = try await database.query("SELECT id FROM service_providers WHERE is_sample AND id = ANY (\(ids))")
        return Set(try rows.map { try $0.decode(Int64.self) })
    }
}
