import Foundation
import Postgres

/// A session that has just begun. The cookie's text is known to nobody afterwards but its browser.
package struct OpenedSession: Sendable {
    package let session: SignedInUser
    package let cookie: OpaqueToken
}

extension Accounts {
    /// Begins a session for an active user, who has proven who they are.
    ///
    /// - Throws: `AccountError.suspended` when the account isn't active.
    package func openSession(
        for userID: Int64, userAgent: String?, address: String?, on connection: PostgresConnection
    ) async throws -> OpenedSession {
        let cookie = OpaqueToken.random()
        try await connection.execute(
            """
            INSERT INTO sessions (user_id, cookie_hash, idle_limit, expires_at, address, user_agent)
            VALUES (\(userID), \(cookie.hash), make_interval(secs => \(sessionLimits.idle.seconds)),
                    now() + make_interval(secs => \(sessionLimits.absolute.seconds)), \(address),
                    \(userAgent.map(Self.readable)))
            """)
        try await endOldest(of: userID, on: connection)
        guard let session = try await SignedInUser.find(cookie: cookie, on: connection) else {
            throw AccountError.suspended
        }
        return OpenedSession(session: session, cookie: cookie)
    }

    private func endOldest(of userID: Int64, on connection: PostgresConnection) async throws {
        try await connection.execute(
            """
            UPDATE sessions SET ended_at = now(), end_reason = 'too_many'
            WHERE id IN (SELECT id FROM sessions WHERE user_id = \(userID) AND ended_at IS NULL
                         ORDER BY id DESC OFFSET \(sessionLimits.count))
            """)
    }

    /// A browser's name for itself, as far as it can be shown: 200 characters of printable ASCII.
    private static func readable(_ userAgent: String) -> String {
        String(decoding: userAgent.utf8.lazy.filter { (0x20..<0x7F).contains($0) }.prefix(200), as: UTF8.self)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
