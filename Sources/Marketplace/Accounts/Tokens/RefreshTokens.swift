import Foundation
import Postgres

extension Accounts {
    /// Trades a refresh token for new tokens; it is good once.
    ///
    /// There is no time of grace: whichever of two that come together is first gets new tokens, and the other one
    /// ends the session, those tokens included. A client must not send the same token twice, nor again after an
    /// answer that was lost; then it has to sign in anew. In return a stolen token is of use until its owner's next
    /// refresh at most.
    ///
    /// - Throws: `TokenError`.
    package func refreshTokens(with token: OpaqueToken, by actor: Actor) async throws -> TokenGrant {
        try await accessTokens.prepare()
        let outcome = try await pool.withTransaction(isolation: .readCommitted) { transaction in
            // The second of two waits here for the first one's end, and then finds nothing.
            let used = try await transaction.query(
                """
                UPDATE refresh_tokens SET used_at = now()
                WHERE token_hash = \(token.hash) AND used_at IS NULL AND expires_at > now() RETURNING session_id
                """)
            guard let row = used.first else {
                return Outcome.refused(try await endFamily(of: token, by: actor, on: transaction))
            }
            guard let session = try await continueSession(try row.decode(Int64.self), on: transaction) else {
                return .refused(.refreshTokenNotInForce)
            }
            return .granted(try await grantTokens(for: session, on: transaction))
        }
        // Thrown once it is committed: an error inside would undo the end of the session.
        switch outcome {
        case .granted(let grant): return grant
        case .refused(let error): throw error
        }
    }

    /// Deletes the refresh tokens that nobody can use any more, in steps that hold no lock for long.
    package func deleteExpiredRefreshTokens() async throws {
        var deleted: Int
        repeat {
            try Task.checkCancellation()
            deleted = try await pool.execute(
                """
                DELETE FROM refresh_tokens WHERE id IN (
                    SELECT id FROM refresh_tokens WHERE expires_at <= now() LIMIT 5000 FOR UPDATE SKIP LOCKED)
                """)
        } while deleted == 5000
    }

    private enum Outcome: Sendable {
        case granted(TokenGrant)
        case refused(TokenError)
    }

    /// A program that refreshes is at work, which keeps its session from ending by idleness.
    private func continueSession(_ id: Int64, on transaction: PostgresConnection) async throws -> SignedInUser? {
        guard let session = try await SignedInUser.find(sessionID: id, on: transaction) else { return nil }
        try await transaction.execute("UPDATE sessions SET last_seen_at = now() WHERE id = \(id)")
        return session
    }

    private func endFamily(
        of token: OpaqueToken, by actor: Actor, on transaction: PostgresConnection
    ) async throws -> TokenError {
        let reused = try await transaction.query(
            "SELECT session_id FROM refresh_tokens WHERE token_hash = \(token.hash) AND used_at IS NOT NULL")
        guard let session = try reused.first?.decode(Int64.self) else { return .refreshTokenNotInForce }
        let ended = try await transaction.execute(
            """
            UPDATE sessions SET ended_at = now(), end_reason = 'refresh_token_reused'
            WHERE id = \(session) AND ended_at IS NULL
            """)
        if ended > 0 {
            try await AuditEntry("session.refresh_token_reused", "session", session).record(by: actor, on: transaction)
        }
        return .refreshTokenReused
    }
}
