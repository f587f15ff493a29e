import Logging
import Postgres

/// Everything about people: who they are, how they prove it, what they may ask of us.
package struct Accounts: Sendable {
    package let pool: PostgresPool
    package let passwords: PasswordHasher
    package let sessionLimits: SessionLimits
    package let secrets: SecretBox
    package let accessTokens: AccessTokens
    package let secondFactor: SecondFactorRules
    let limiter: RateLimiter
    /// Whether this installation has a way to send text messages.
    package var sendsTextMessages = false
    let sightings: Sightings

    /// - Parameters:
    ///   - secrets: The same on every node.
    ///   - limiter: For failed sign-ins; by default one with the standard limits.
    package init(
        pool: PostgresPool, secrets: SecretBox, passwords: PasswordHasher = PasswordHasher(),
        sessionLimits: SessionLimits = SessionLimits(), limiter: RateLimiter? = nil,
        accessTokens: AccessTokens? = nil, secondFactor: SecondFactorRules = SecondFactorRules()
    ) {
        self.pool = pool
        self.passwords = passwords
        self.sessionLimits = sessionLimits
        self.secrets = secrets
        self.accessTokens = accessTokens ?? AccessTokens(pool: pool, secrets: secrets)
        self.secondFactor = secondFactor
        self.limiter =
            limiter
            ?? RateLimiter(
                pool: pool, rules: .standard, secret: secrets.secret(for: "rate limits"),
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
