import Marketplace
import Postgres

extension Settings {
    /// - Parameter limiter: Of failed sign-ins; not needed where nobody signs in.
    func accounts(on pool: PostgresPool, limiter: RateLimiter? = nil) throws -> Accounts {
        Accounts(pool: pool, passwords: passwords.hasher(), sessionLimits: sessions, limiter: limiter)
    }
}
