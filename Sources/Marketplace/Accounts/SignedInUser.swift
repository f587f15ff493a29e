import Foundation
import Postgres

/// Whoever sent a request, proven by a session that is in force.
package struct SignedInUser: Sendable, Equatable {
    package let id: Int64
    package let name: String
    package let role: Role
    package let language: Language
    package let sessionID: Int64
    /// When the user last proved who they are.
    package let signedInAt: Date
    /// By what is stored, which may be a minute behind.
    package let lastSeenAt: Date
    /// Whether signing in takes a second factor besides the password.
    package let hasSecondFactor: Bool
}

extension SignedInUser {
    /// A session ends by itself after so long without a request, unless it is set otherwise.
    package static let idleLimit: Duration = .seconds(14 * 86_400)

    /// The user whose browser holds this cookie, or nil when its session is over. One round trip.
    package static func find(cookie: OpaqueToken, on pool: some PostgresQueryable) async throws -> SignedInUser? {
        try await find("s.cookie_hash = \(cookie.hash)", on: pool)
    }

    /// The user of a session that an access token names, or nil when it is over. One round trip.
    package static func find(sessionID: Int64, on pool: some PostgresQueryable) async throws -> SignedInUser? {
        try await find("s.id = \(sessionID)", on: pool)
    }

    private static func find(_ session: Query, on pool: some PostgresQueryable) async throws -> SignedInUser? {
        let rows = try await pool.query(
            """
            SELECT u.id, u.name, u.role, u.language, s.id, s.created_at, s.last_seen_at,
                EXISTS (SELECT FROM second_factors AS f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
            FROM sessions AS s JOIN users AS u ON u.id = s.user_id
            WHERE \(session) AND s.ended_at IS NULL AND u.status = 'active' AND s.expires_at > now()
              AND s.last_seen_at > now() - s.idle_limit
            """)
        guard let row = rows.first else { return nil }
        let (id, name, role, language, sessionID, signedInAt, lastSeenAt, hasSecondFactor) = try row.decode(
            Int64.self, String.self, String.self, String.self, Int64.self, Date.self, Date.self, Bool.self)
        guard let role = Role(rawValue: role), let language = Language(rawValue: language) else { return nil }
        return SignedInUser(
            id: id, name: name, role: role, language: language, sessionID: sessionID, signedInAt: signedInAt,
            lastSeenAt: lastSeenAt, hasSecondFactor: hasSecondFactor)
    }
}
