import Postgres

extension Accounts {
    /// Makes an account at its owner's own wish. It may be used at once, before its address is checked.
    ///
    /// - Throws: `AccountError.roleNotAllowed`, `.termsNotAccepted`, `.unreachable`, `.emailTaken`, `.phoneTaken`, and
    ///   what `PasswordRules.check` and `PasswordHasher.hash` throw.
    package func register(_ user: NewUser, by visitor: Actor) async throws -> UserProfile {
        guard user.role.registersItself else { throw AccountError.roleNotAllowed }
        guard user.acceptsTerms else { throw AccountError.termsNotAccepted }
        let hash = try await prepare(user, by: visitor)
        return try await pool.withTransaction { transaction in
            let profile = try await insert(user, passwordHash: hash, on: transaction)
            let owner = Actor(
                userID: profile.id, role: profile.role, address: visitor.address, requestID: visitor.requestID)
            try await AuditEntry("user.registered", "user", profile.id, change: ["role": [nil, user.role.rawValue]])
                .record(by: owner, on: transaction)
            try await DomainEvent(.userRegistered, profile.id).announce(on: transaction)
            try await announceRegistration(of: profile, on: transaction)
            return profile
        }
    }

    /// What follows from a new account, in the same transaction: its address is to be checked.
    func announceRegistration(of user: UserProfile, on transaction: PostgresConnection) async throws {
        guard user.email != nil else { return }
        try await requestEmailCheck(of: user.id, on: transaction)
    }
}
