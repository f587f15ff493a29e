import Foundation
import Marketplace
import Postgres
import TestSupport

extension Accounts {
    /// A node of its own, with its own copy of the keys.
    static func node(
        _ pool: PostgresPool, _ clock: TestClock, secrets: SecretBox = .test, keyDays: Int = 30
    ) -> Accounts {
        Accounts(
            pool: pool, secrets: secrets, passwords: PasswordHasher(cost: 4),
            accessTokens: AccessTokens(pool: pool, secrets: secrets, keyDays: keyDays) { clock.now },
            secondFactor: SecondFactorRules { clock.now })
    }
}

/// Somebody new with a session in force.
func signedInUser(_ role: Role = .customer, on pool: PostgresPool) async throws -> SignedInUser {
    let cookie = OpaqueToken.random()
    try await pool.execute(
        """
        WITH person AS (
            INSERT INTO users (name, email, role) VALUES ('Someone', \("\(UUID())@example.org".lowercased()),
            \(role.rawValue)) RETURNING id)
        INSERT INTO sessions (user_id, cookie_hash, expires_at)
        SELECT id, \(cookie.hash), now() + interval '30 days' FROM person
        """)
    guard let user = try await SignedInUser.find(cookie: cookie, on: pool) else { throw CancellationError() }
    return user
}
