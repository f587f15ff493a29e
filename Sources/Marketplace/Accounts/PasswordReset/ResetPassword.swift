import Postgres

extension Accounts {
    /// Sets a new password for whoever has a token that was mailed to them. All of the account's sessions end, and
    /// with them whoever knew the old one. The first proof of an account takes more away (`takeOver`); otherwise a second
    /// factor stays as it is.
    ///
    /// - Throws: `AccountMessageError.wrongToken`; `AccountError.password...` when the new one isn't good enough, and
    ///   then the token stays good.
    /// - Returns: Whether something else that opened the account before is gone.
    @discardableResult
    package func resetPassword(token: OpaqueToken?, to password: String, by actor: Actor) async throws -> Bool {
        try PasswordRules.check(password)
        // Hashing is dear: not for a token that nobody was sent.
        guard let token, try await AccountToken.isGood(token, .passwordReset, on: pool) else {
            throw AccountMessageError.wrongToken
        }
        let hash = try await passwords.hash(password, for: HashingSource(actor))
        return try await pool.withTransaction { transaction in
            let proof = try await AccountToken.use(token, .passwordReset, on: transaction)
            let owner = actor.proven(as: proof.userID)
            let isFirstProof = try await isUnproven(proof.userID, on: transaction)
            try await setPassword(hash, of: proof, on: transaction)
            try await endSessions(of: proof.userID, reason: "password_reset", on: transaction)
            try await AuditEntry("user.password_reset", "user", proof.userID)
                .record(by: owner, on: transaction)
            try await DomainEvent(.passwordChanged, proof.userID).announce(on: transaction)
            if isFirstProof, try await takeOver(proof.userID, by: .email, as: owner, on: transaction) { return true }
            try await notify(proof.userID, of: .passwordChanged, on: transaction)
            return false
        }
    }

    /// Whether anybody may have registered the account, and nobody has proven it.
    private func isUnproven(_ userID: Int64, on connection: PostgresConnection) async throws -> Bool {
        let (isUnproven, role) = try await connection.query(
            """
            SELECT email_verified_at IS NULL AND phone_verified_at IS NULL, role FROM users
            WHERE id = \(userID) FOR UPDATE
            """)[0].decode(Bool.self, String.self)
        return isUnproven && Role(rawValue: role)?.registersItself == true
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
