import Matching
import Postgres

extension PersonalData {
    /// Erases an account at its owner's wish: nothing personal is left but what the law wants kept, and it can't be
    /// taken back. Its id stays. Sessions and tokens are over at once, and its centres are found by nobody.
    ///
    /// - Parameter password: The present one; an account without one must have signed in not long ago.
    /// - Throws: `AccountError.wrongPassword`, `.signInAgain`, `.lastAdmin`.
    package func erase(_ user: SignedInUser, password: String?, by actor: Actor) async throws {
        let hash = try await accounts.confirm(user, password: password, by: actor)
        try await pool.withTransaction(isolation: .readCommitted, statementTimeout: .coverageChange) { transaction in
            try await lock(user, passwordHash: hash, on: transaction)
            for part in Self.parts.reversed() { try await part.erase?(user.id, transaction) }
            try await AuditEntry("user.erased", "user", user.id).record(by: actor, on: transaction)
            try await DomainEvent(.userErased, user.id).announce(on: transaction)
        }
    }

    /// All active administrators are locked as well, in one order, so that two who erase themselves at the same
    /// moment don't leave nobody.
    private func lock(
        _ user: SignedInUser, passwordHash: String?, on transaction: PostgresConnection
    ) async throws {
        let rows = try await transaction.query(
            """
            SELECT id, role = 'admin', password_hash IS NOT DISTINCT FROM \(passwordHash) FROM users
            WHERE status = 'active' AND (id = \(user.id) OR role = 'admin') ORDER BY id FOR UPDATE
            """)
        let found = try rows.map { try $0.decode(Int64.self, Bool.self, Bool.self) }
        guard let (_, isAdmin, hasSamePassword) = found.first(where: { $0.0 == user.id }), hasSamePassword else {
            throw AccountError.wrongPassword
        }
        guard !isAdmin || found.contains(where: { $0.0 != user.id && $0.1 }) else { throw AccountError.lastAdmin }
    }
}
