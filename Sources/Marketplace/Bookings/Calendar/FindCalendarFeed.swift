import Foundation
import Postgres

extension CalendarFeed {
    /// Since when the centre's calendar has the address that is in force; nil: it has none.
    package static func since(of centre: Int64, on database: some PostgresQueryable) async throws -> Date? {
        try await database.query("SELECT created_at FROM calendar_feeds WHERE provider_id = \(centre)").first?
            .decode(Date.self)
    }
}
