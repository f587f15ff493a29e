import Logging
import Postgres

/// Everything about people: who they are, how they prove it, what they may ask of us.
package struct Accounts: Sendable {
    package let pool: PostgresPool
    package let passwords: PasswordHasher
    package let sessionLimits: SessionLimits
    let limiter: RateLimiter
    let sightings: Sightings

    /// - Parameter limiter: For failed sign-ins; by default one with the standard limits.
    package init(
        pool: PostgresPool, passwords: PasswordHasher = PasswordHasher(),
        sessionLimits: SessionLimits = SessionLimits(), limiter: RateLimiter? = nil
    ) {
        self.pool = pool
        self.passwords = passwords
        self.sessionLimits = sessionLimits
        self.limiter =
            limiter
            ?? RateLimiter(
                pool: pool, rules: .standard, secret: Array(OpaqueToken.random().text.utf8),
                logger: Logger(label: "istri"))
        sightings = Sightings(pool: pool)
    }

    /// The user whose browser sent this cookie; nil when its session is over.
    package func user(cookie: OpaqueToken) async throws -> SignedInUser? {
        let user = try await SignedInUser.find(cookie: cookie, on: pool)
        if let user { sightings.note(user) }
        return user
    }
}

extension Accounts {
    /// The user of an access token; nil when the token isn't ours or its session is over.
    package func user(accessToken: String) async throws -> SignedInUser? {
        nil
    }
}
