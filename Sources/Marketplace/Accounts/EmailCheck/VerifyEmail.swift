import Postgres

extension Accounts {
    /// Notes that the address that the token was mailed to is its user's.
    ///
    /// - Throws: `AccountMessageError.wrongToken`.
    package func verifyEmail(token: OpaqueToken?, by actor: Actor) async throws {
        guard let token else { throw AccountMessageError.wrongToken }
        try await pool.withTransaction { transaction in
            let proof = try await AccountToken.use(token, .emailCheck, on: transaction)
            try await transaction.execute(
                """
                WITH tokens AS (
                    DELETE FROM account_tokens WHERE user_id = \(proof.userID) AND purpose = 'email_check')
                UPDATE users SET email_verified_at = now(), updated_at = now() WHERE id = \(proof.userID)
                """)
            try await AuditEntry("user.email_verified", "user", proof.userID)
                .record(by: actor.proven(as: proof.userID), on: transaction)
        }
    }
}
