import Postgres

/// The names of centres that a list is about.
struct CentreNames: Sendable {
    private let known: [Int64: (name: String, isSample: Bool)]

    /// One round trip.
    static func of(_ ids: [Int64], on database: some PostgresQueryable) async throws -> CentreNames {
        let rows = try await database.query(
            "SELECT id, center_name, is_sample FROM service_providers WHERE id = ANY (\(ids))")
        let centres = try rows.map { try $0.decode(Int64.self, String.self, Bool.self) }
        return CentreNames(
            known: Dictionary(centres.map { ($0.0, ($0.1, $0.2)) }, uniquingKeysWith: { first, _ in first }))
    }

    /// `name`, `href`, `is_sample`.
    func model(_ id: Int64, _ view: AdminView) -> [String: Any] {
        [
            "name": view.named(known[id]?.name ?? ""), "href": "/admin/centres/\(id)",
            "is_sample": known[id]?.isSample ?? false,
        ]
    }
}
