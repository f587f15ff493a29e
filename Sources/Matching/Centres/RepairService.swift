import Postgres

/// A kind of repair that centres offer.
package struct RepairService: Sendable {
    /// Stable and snake_case, for programs.
    package let service: String
    package let name: String
    package let name_ta: String

    /// In the order in which people are shown them.
    package static func all(on database: some PostgresQueryable) async throws -> [RepairService] {
        try await database.query("SELECT service, name, name_ta FROM services ORDER BY position, service").map { row in
            let (service, name, name_ta) = try row.decode(String.self, String.self, String.self)
            return RepairService(service: service, name: name, name_ta: name_ta)
        }
    }

    /// - Throws: `MatchingError.unknownService` when the catalogue doesn't have it.
    static func checkExists(_ service: String, on database: some PostgresQueryable) async throws {
        let rows = try await database.query("SELECT 1 FROM services WHERE service = \(service)")
        guard !rows.isEmpty else { throw MatchingError.unknownService(service) }
    }
}
