import Marketplace
import Postgres

extension Settings {
    /// - Parameter limiter: Of failed sign-ins; not needed where nobody signs in.
    func accounts(on pool: PostgresPool, limiter: RateLimiter? = nil) throws -> Accounts {
        let secrets = try secretBox()
        return Accounts(
            pool: pool, secrets: secrets, passwords: passwords.hasher(), sessionLimits: sessions, limiter: limiter,
            accessTokens: AccessTokens(pool: pool, secrets: secrets, keyDays: tokens.signingKeyDays),
            secondFactor: SecondFactorRules(requiredFor: tokens.secondFactorRequiredFor))
    }
}
