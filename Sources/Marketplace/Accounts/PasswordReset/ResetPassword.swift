import Postgres

extension Accounts {
    /// Sets a new password for whoever has a token that was mailed to them. All of the account's sessions end, and
    /// with them whoever knew the old one. A second factor stays as it is.
    ///
    /// - Throws: `AccountMessageError.wrongToken`; `AccountError.password...` when the new one isn't good enough, and
    ///   then the token stays good.
    package func resetPassword(token: OpaqueToken?, to password: String, by actor: Actor) async throws {
        try PasswordRules.check(password)
        // Hashing is dear: not for a token that nobody was sent.
        guard let token, try await AccountToken.isGood(token, .passwordReset, on: pool) else {
            throw AccountMessageError.wrongToken
        }
        let hash = try await passwords.hash(password)
        try await pool.withTransaction { transaction in
            let proof = try await AccountToken.use(token, .passwordReset, on: transaction)
            try await setPassword(hash, of: proof, on: transaction)
            try await endSessions(of: proof.userID, reason: "password_reset", on: transaction)
            try await AuditEntry("user.password_reset", "user", proof.userID)
                .record(by: actor.proven(as: proof.userID), on: transaction)
            try await DomainEvent(.passwordChanged, proof.userID).announce(on: transaction)
            try await notify(proof.userID, of: .passwordChanged, on: transaction)
        }
    }

    /// Reading the mail proves the address too. Other links and codes on their way are for whoever lost the password.
    private func setPassword(
        _ hash: String, of proof: AccountToken.Proof, on connection: PostgresConnection
    ) async throws {
        try await connection.execute(
            """
            WITH tokens AS (
                DELETE FROM account_tokens WHERE user_id = \(proof.userID) AND purpose = 'password_reset'),
            codes AS (
                UPDATE login_codes SET used_at = now() WHERE user_id = \(proof.userID) AND used_at IS NULL)
            UPDATE users SET password_hash = \(hash), email_verified_at = coalesce(email_verified_at, now()),
                updated_at = now()
            WHERE id = \(proof.userID)
            """)
    }
}

extension Actor {
    /// Somebody who isn't signed in, but has proven to be this user.
    func proven(as userID: Int64) -> Actor {
        Actor(userID: userID, role: role, address: address, requestID: requestID)
    }
}
