import Foundation
import Postgres

/// What a program needs to act for a user without a cookie.
package struct TokenGrant: Sendable {
    package let accessToken: String
    /// Seconds until the access token expires.
    package let expiresIn: Int
    package let refreshToken: OpaqueToken
}

extension Accounts {
    /// An access token, and the refresh token that gives the next one. Both end with the session, which a refresh
    /// token that isn't used for long enough doesn't outlive. `accessTokens.prepare` must have been called before the
    /// transaction.
    package func grantTokens(for session: SignedInUser, on connection: PostgresConnection) async throws -> TokenGrant {
        let refreshToken = OpaqueToken.random()
        try await connection.execute(
            """
            INSERT INTO refresh_tokens (session_id, token_hash, expires_at)
            SELECT id, \(refreshToken.hash), least(expires_at, now() + idle_limit)
            FROM sessions WHERE id = \(session.sessionID)
            """)
        return TokenGrant(
            accessToken: try await accessTokens.issue(for: session), expiresIn: AccessClaims.lifetime_s,
            refreshToken: refreshToken)
    }
}
