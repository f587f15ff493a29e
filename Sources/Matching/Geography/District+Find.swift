import Postgres

extension District {
    /// - Parameter text: A name in English, whatever the case, or an LGD code.
    /// - Throws: `MatchingError.unknownDistrict`.
    package static func find(_ text: String, on database: some PostgresQueryable) async throws -> District {
        let rows = try await database.query(
            "SELECT lgd, name, name_ta FROM districts WHERE lower(name) = lower(\(text)) OR lgd::text = \(text)")
        guard let row = rows.first else { throw MatchingError.unknownDistrict(text) }
        let (lgd, name, name_ta) = try row.decode(Int32.self, String.self, String.self)
        return District(lgd: lgd, name: name, name_ta: name_ta)
    }
}
