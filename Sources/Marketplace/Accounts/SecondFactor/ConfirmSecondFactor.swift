import Postgres

extension Accounts {
    /// Puts the factor in force once its app shows the right code. The user's other sessions, which were begun
    /// without it, end.
    ///
    /// - Returns: The recovery codes, which are shown this once.
    /// - Throws: `SecondFactorError.inUse`, `.notStarted`, `.wrongCode`, `.blocked`.
    package func confirmSecondFactor(of user: SignedInUser, code: String, by actor: Actor) async throws -> [String] {
        guard !user.hasSecondFactor else { throw SecondFactorError.inUse }
        let step = try await pool.withConnection { connection in
            do {
                return try await tryCode(code, of: user.id, isSetUp: false, by: actor, on: connection)
            } catch SecondFactorError.notSetUp {
                throw SecondFactorError.notStarted
            }
        }
        guard let step else { throw SecondFactorError.wrongCode }
        return try await pool.withTransaction { transaction in
            // A sign-in that changes this row first is ended below; one that comes later sees the factor.
            _ = try await transaction.query("SELECT FROM users WHERE id = \(user.id) FOR NO KEY UPDATE")
            // The step tells that it is still the secret whose code was given: starting anew forgets it.
            let confirmed = try await transaction.execute(
                """
                UPDATE second_factors SET confirmed_at = now()
                WHERE user_id = \(user.id) AND confirmed_at IS NULL AND last_step = \(step)
                """)
            guard confirmed == 1 else { throw SecondFactorError.notStarted }
            try await endSessions(
                of: user.id, except: user.sessionID, reason: "second_factor_added", on: transaction)
            try await AuditEntry("user.second_factor_added", "user", user.id).record(by: actor, on: transaction)
            try await notify(user.id, of: .secondFactorAdded, on: transaction)
            return try await makeRecoveryCodes(of: user.id, on: transaction)
        }
    }
}
