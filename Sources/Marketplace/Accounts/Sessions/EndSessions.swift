import Postgres

extension Accounts {
    /// Ends all sessions of a user, and with them the tokens that they gave.
    ///
    /// - Parameters:
    ///   - except: The session that goes on.
    ///   - reason: One word for the list and the audit, as `password_changed`.
    package func endSessions(
        of userID: Int64, except: Int64? = nil, reason: String, on connection: PostgresConnection
    ) async throws {
        try await connection.execute(
            """
            UPDATE sessions SET ended_at = now(), end_reason = \(reason)
            WHERE user_id = \(userID) AND ended_at IS NULL AND id IS DISTINCT FROM \(except)
            """)
    }

    /// Ends all sessions of the user but the one in which they ask for it.
    package func endOtherSessions(of user: SignedInUser, by actor: Actor) async throws {
        try await pool.withTransaction { transaction in
            try await endSessions(of: user.id, except: user.sessionID, reason: "revoked", on: transaction)
            try await AuditEntry("user.other_sessions_ended", "user", user.id).record(by: actor, on: transaction)
        }
    }

    /// Ends the session that a browser had before it was given another one.
    func endSession(of cookie: OpaqueToken, reason: String, on connection: PostgresConnection) async throws {
        try await connection.execute(
            """
            UPDATE sessions SET ended_at = now(), end_reason = \(reason)
            WHERE cookie_hash = \(cookie.hash) AND ended_at IS NULL
            """)
    }

    /// Ends one session of the user's own.
    ///
    /// - Throws: `AccountError.unknownSession` when it is somebody else's, or over.
    package func endSession(_ id: Int64, of userID: Int64, reason: String, by actor: Actor) async throws {
        try await pool.withTransaction { transaction in
            let ended = try await transaction.execute(
                """
                UPDATE sessions SET ended_at = now(), end_reason = \(reason)
                WHERE id = \(id) AND user_id = \(userID) AND ended_at IS NULL
                """)
            guard ended == 1 else { throw AccountError.unknownSession }
            try await AuditEntry("session.ended", "session", id, change: ["reason": [nil, reason]])
                .record(by: actor, on: transaction)
        }
    }
}
