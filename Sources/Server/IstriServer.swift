import Hummingbird
import Logging
import Marketplace
import Matching
import NIOCore
import Postgres

/// The HTTP server: built once, by the program and by the tests alike.
package struct IstriServer: Sendable {
    let pool: PostgresPool
    let accounts: Accounts
    let limiter: RateLimiter
    let proxies: TrustedProxies
    let kept: KeptAnswers<ByteBuffer>
    let host: String
    let port: Int
    let pendingMigrations: @Sendable () async throws -> [String]
    let logger: Logger
    let onRunning: @Sendable () async -> Void

    package init(
        pool: PostgresPool, accounts: Accounts, limiter: RateLimiter, proxies: TrustedProxies = TrustedProxies(),
        kept: KeptAnswers<ByteBuffer>, host: String, port: Int,
        pendingMigrations: @escaping @Sendable () async throws -> [String], logger: Logger,
        onRunning: @escaping @Sendable () async -> Void = {}
    ) {
        self.pool = pool
        self.accounts = accounts
        self.limiter = limiter
        self.proxies = proxies
        self.kept = kept
        self.host = host
        self.port = port
        self.pendingMigrations = pendingMigrations
        self.logger = logger
        self.onRunning = onRunning
    }

    package func application() -> some ApplicationProtocol {
        Application(
            router: router(),
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(address: .hostname(host, port: port), serverName: "Istri"),
            onServerRunning: { _ in await onRunning() },
            logger: logger)
    }
}
