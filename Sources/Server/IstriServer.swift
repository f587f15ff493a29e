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
    let kept: KeptAnswers<KeptAnswer>
    let tiles: KeptAnswers<KeptTile>
    /// Runs beside the server.
    package let misses: SearchMisses
    /// Runs beside the server, and is told of news.
    package let feed: CoverageEventFeed
    /// Runs beside the server.
    package let bookingFeed: BookingFeed
    let planner = SitingPlanner()
    let bookings: Bookings
    let payments: Payments
    let site: Site
    let host: String
    var port: Int
    let pendingMigrations: @Sendable () async throws -> [String]
    var logger: Logger
    package var transport: Transport
    let onRunning: @Sendable () async -> Void
    var monitor: RequestMonitor

    /// - Parameter connection: For connections beside the pool that hear of news.
    package init(
        pool: PostgresPool, connection: PostgresConnectionInfo, accounts: Accounts, limiter: RateLimiter,
        proxies: TrustedProxies = TrustedProxies(),
        kept: KeptAnswers<KeptAnswer>, tiles: KeptAnswers<KeptTile>, host: String, port: Int,
        pendingMigrations: @escaping @Sendable () async throws -> [String], logger: Logger,
        transport: Transport = Transport(), requestLogging: RequestLogging = .changes,
        feedLimits: CoverageEventFeed.Limits = CoverageEventFeed.Limits(),
        bookingFeedLimits: BookingFeed.Limits = BookingFeed.Limits(), operatorContact: OperatorContact? = nil,
        baseMap: BaseMap? = nil,
        bookingRules: BookingRules = BookingRules(), paymentMeans: PaymentMeans = PaymentMeans(),
        onRunning: @escaping @Sendable () async -> Void = {}
    ) {
        self.pool = pool
        self.accounts = accounts
        self.limiter = limiter
        self.proxies = proxies
        self.kept = kept
        self.tiles = tiles
        misses = SearchMisses(pool: pool, logger: logger)
        feed = CoverageEventFeed(pool: pool, logger: logger, limits: feedLimits)
        bookingFeed = BookingFeed(pool: pool, connection: connection, logger: logger, limits: bookingFeedLimits)
        bookings = Bookings(pool: pool, rules: bookingRules)
        payments = Payments(pool: pool, means: paymentMeans, rules: bookingRules)
        site = Site.current.run(by: operatorContact, over: baseMap)
        self.host = host
        self.port = port
        self.pendingMigrations = pendingMigrations
        self.logger = logger
        self.transport = transport
        self.onRunning = onRunning
        monitor = RequestMonitor(meters: RequestMeters(routes: []), logging: requestLogging)
        // It counts by route, and the routes need all of the above.
        monitor = RequestMonitor(meters: RequestMeters(routes: routes), logging: requestLogging)
    }

    package func application() -> some ApplicationProtocol {
        Application(
            router: router(),
            server: transport.server,
            configuration: transport.configuration(host: host, port: port),
            onServerRunning: { _ in await onRunning() },
            logger: logger)
    }
}
