import Postgres

/// What centres ask at least.
package enum LowestPrices {
    /// Paise by centre: of the service, or of the cheapest that it offers. Centres that don't offer it are absent.
    package static func find(
        of centres: [Int64], service: String? = nil, on database: some PostgresQueryable
    ) async throws -> [Int64: Int64] {
        guard !centres.isEmpty else { return [:] }
        let rows = try await database.query(
            """
            SELECT provider_id, min(price_paise) FROM provider_services
            WHERE provider_id = ANY (\(centres)) AND (\(service)::text IS NULL OR service = \(service))
            GROUP BY provider_id
            """)
        return Dictionary(
            try rows.map { try $0.decode(Int64.self, Int64.self) }, uniquingKeysWith: { first, _ in first })
    }
}
