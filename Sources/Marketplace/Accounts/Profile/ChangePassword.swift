import Foundation
import Postgres

extension Accounts {
    /// Replaces the password, ends every session and begins a new one for whoever asked.
    ///
    /// - Throws: `AccountError.wrongPassword`, `.signInAgain`, and what `PasswordRules.check` and the hasher throw.
    package func changePassword(
        of user: SignedInUser, from current: String?, to new: String, userAgent: String?, by actor: Actor
    ) async throws -> SignIn {
        try PasswordRules.check(new)
        let oldHash = try await confirm(user, password: current, by: actor)
        let newHash = try await passwords.hash(new, for: HashingSource(actor))
        try await accessTokens.prepare()
        return try await pool.withTransaction { transaction in
            let rows = try await transaction.query(
                """
                UPDATE users AS u SET password_hash = \(newHash), updated_at = now()
                WHERE u.id = \(user.id) AND u.password_hash IS NOT DISTINCT FROM \(oldHash)
                RETURNING \(UserProfile.columns)
                """)
            guard let row = rows.first else { throw AccountError.wrongPassword }
            try await endSessions(of: user.id, reason: "password_changed", on: transaction)
            try await AuditEntry("user.password_changed", "user", user.id).record(by: actor, on: transaction)
            try await DomainEvent(.passwordChanged, user.id).announce(on: transaction)
            try await notify(user.id, of: .passwordChanged, on: transaction)
            let opened = try await openSession(
                for: user.id, userAgent: userAgent, address: actor.address, on: transaction)
            let tokens = try await grantTokens(for: opened.session, on: transaction)
            return SignIn(opened: opened, user: try UserProfile(row), tokens: tokens)
        }
    }

    /// Makes sure once more that it is the account's owner who asks, as changes to how they sign in require: by the
    /// present password, or where there is none, by a session that began not long ago.
    ///
    /// - Returns: The hash of the password.
    /// - Throws: `AccountError.wrongPassword`, `.signInAgain`.
    func confirm(_ user: SignedInUser, password: String?, by actor: Actor) async throws -> String? {
        let rows = try await pool.query("SELECT password_hash FROM users WHERE id = \(user.id)")
        let hash: String? = try rows.first?.column(0)
        guard let hash else {
            guard user.signedInAt.timeIntervalSinceNow > -Self.freshness else { throw AccountError.signInAgain }
            return nil
        }
        guard let password, try await isPassword(password, of: user, hash: hash, by: actor) else {
            throw AccountError.wrongPassword
        }
        return hash
    }

    /// In seconds.
    static var freshness: TimeInterval { 900 }
}
