import Logging
import Marketplace
import Postgres
import ServiceLifecycle

/// Keeps the nodes' counts in step while the server runs.
struct RateLimitService: Service {
    let limiter: RateLimiter

    func run() async { await cancelWhenGracefulShutdown { await limiter.run() } }
}

extension Settings {
    /// - Parameter isDemo: On the machine of a demonstration nobody has to wait for searches and registrations;
    ///   failed sign-ins are counted there too.
    func limiter(on pool: PostgresPool, isDemo: Bool, logger: Logger) throws -> RateLimiter {
        RateLimiter(
            pool: pool, rules: limits.rules, secret: try secretBox().secret(for: "rate limits"),
            freeForLoopback: isDemo ? [.search, .tiles, .register] : [], logger: logger)
    }
}
