import Postgres

extension Accounts {
    /// Makes an account of any role, for somebody else.
    ///
    /// - Throws: `AccountError.unreachable`, `.emailTaken`, `.phoneTaken`, and what `PasswordRules.check` and
    ///   `PasswordHasher.hash` throw.
    package func createUser(_ user: NewUser, by actor: Actor) async throws -> UserProfile {
        let hash = try await prepare(user, by: actor)
        return try await pool.withTransaction { transaction in
            let profile = try await insert(user, passwordHash: hash, on: transaction)
            try await AuditEntry("user.created", "user", profile.id, change: ["role": [nil, user.role.rawValue]])
                .record(by: actor, on: transaction)
            return profile
        }
    }
}
