import Postgres

extension District {
    /// By their names. One round trip.
    package static func all(on database: some PostgresQueryable) async throws -> [District] {
        try await database.query("SELECT lgd, name, name_ta FROM districts ORDER BY name").map { row in
            let (lgd, name, name_ta) = try row.decode(Int32.self, String.self, String.self)
            return District(lgd: lgd, name: name, name_ta: name_ta)
        }
    }

    /// How many approved centres lie in each, by LGD code; districts without any are absent.
    package static func centreCounts(on database: some PostgresQueryable) async throws -> [Int32: Int64] {
        let rows = try await database.query(
            "SELECT district_lgd, count(*) FROM service_providers WHERE status = 'approved' GROUP BY district_lgd")
        return Dictionary(
            try rows.map { try $0.decode(Int32.self, Int64.self) }, uniquingKeysWith: { first, _ in first })
    }
}
