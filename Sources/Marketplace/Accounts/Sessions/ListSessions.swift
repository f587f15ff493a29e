import Foundation
import Postgres

/// A session as its owner sees it.
package struct SessionRecord: Sendable, Equatable {
    package let id: Int64
    package let createdAt: Date
    /// May be a minute behind.
    package let lastSeenAt: Date
    /// At the latest.
    package let expiresAt: Date
    package let address: String?
    package let userAgent: String?
}

extension Accounts {
    /// The user's sessions in force, the newest first.
    ///
    /// - Parameter before: The last id of the page before.
    /// - Returns: The page, and what `before` is for the next one; nil after the last.
    package func sessions(
        of user: SignedInUser, before: Int64? = nil, limit: Int
    ) async throws -> (page: [SessionRecord], next: Int64?) {
        let rows = try await pool.query(
            """
            SELECT id, created_at, last_seen_at, least(expires_at, last_seen_at + idle_limit), address, user_agent
            FROM sessions
            WHERE user_id = \(user.id) AND ended_at IS NULL AND expires_at > now() AND last_seen_at > now() - idle_limit
              AND id < \(before ?? .max)
            ORDER BY id DESC LIMIT \(limit + 1)
            """)
        let page = try rows.prefix(limit).map { row in
            let (id, createdAt, lastSeenAt, expiresAt, address, userAgent) = try row.decode(
                Int64.self, Date.self, Date.self, Date.self, String?.self, String?.self)
            return SessionRecord(
                id: id, createdAt: createdAt, lastSeenAt: lastSeenAt, expiresAt: expiresAt, address: address,
                userAgent: userAgent)
        }
        return (page, rows.count > limit ? page.last?.id : nil)
    }
}
