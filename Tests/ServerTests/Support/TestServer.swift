import Hummingbird
import Logging
import Marketplace
import Matching
import NIOCore
import Postgres
import TestSupport

@testable import Server

/// A node, put together as `istri serve` does it, on a database of its own or another node's.
struct TestServer: Sendable {
    let pool: PostgresPool
    let connection: PostgresConnectionInfo
    let kept: KeptAnswers<KeptAnswer>
    let tiles: KeptAnswers<KeptTile>
    let changes: ChangeFeed
    let limiter: RateLimiter
    let server: IstriServer
    let accounts: Accounts
    let application: any ApplicationProtocol
    /// The router's table.
    let routes: [Route]
}

/// What a test's node differs by from another test's.
struct NodeSettings: Sendable {
    /// Bytes of answers that the node may keep; 0 makes one that always asks the database.
    var capacity = 16 << 20
    /// Failed sign-ins are limited everywhere; everything else only where a test is about it.
    var rules: RateRules = {
        var rules = RateRules.off
        rules[.login] = RateLimit.login.standard
        return rules
    }()
    var freeForLoopback: Set<RateLimit> = []
    var proxies = TrustedProxies()
    var secondFactor = SecondFactorRules()
    var feed = CoverageEventFeed.Limits()
    var bookingFeed = BookingFeed.Limits()
    var bookingRules = BookingRules()
    var paymentMeans = PaymentMeans()
    var operatorContact: OperatorContact?
    var baseMap: BaseMap?
    /// How long a request waits for the database. Where a test is about waiting: `serverPatience`.
    var patience = testPatience
}

/// How long the requests of `istri serve` wait for the database.
let serverPatience = PostgresConfiguration.Leases().waitTimeout

func withServer<Result: Sendable>(
    capacity: Int = 16 << 20, patience: Duration = testPatience, _ body: (TestServer) async throws -> Result
) async throws -> Result {
    try await withServer(NodeSettings(capacity: capacity, patience: patience), body)
}

func withServer<Result: Sendable>(
    _ settings: NodeSettings, _ body: (TestServer) async throws -> Result
) async throws -> Result {
    try await ServerSlots.shared.withSlot {
        let changes = ChangeFeed()
        var connection: PostgresConnectionInfo?
        return try await withDatabase(.network) {
            changes.attach(to: &$0)
            $0.wait(atMost: settings.patience)
            connection = $0.connection
        } _: { pool in
            guard let connection else { preconditionFailure("the database was made without its configuration") }
            return try await TestServer.with(pool, connection, changes, settings, body)
        }
    }
}

extension TestServer {
    /// One more node on the same database, with connections of its own.
    func withAnotherNode<Result: Sendable>(
        _ settings: NodeSettings = NodeSettings(), _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let changes = ChangeFeed()
        var configuration = PostgresConfiguration.istri(connection)
        changes.attach(to: &configuration)
        configuration.wait(atMost: settings.patience)
        let pool = PostgresPool(configuration, logger: .test)
        do {
            let result = try await Self.with(pool, connection, changes, settings, body)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    fileprivate static func with<Result: Sendable>(
        _ pool: PostgresPool, _ connection: PostgresConnectionInfo, _ changes: ChangeFeed, _ settings: NodeSettings,
        _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        let kept = KeptAnswers<KeptAnswer>(capacity: settings.capacity) { changes.isCurrent }
        changes.subscribe { kept.apply($0) }
        let tiles = KeptAnswers<KeptTile>(capacity: settings.capacity) { changes.isCurrent }
        changes.subscribe { tiles.apply($0) }
        try changes.listen(on: connection, logger: .test)
        let migrator = Migrator(files: try MigrationFiles(folder: Checkout.sql), pool: pool)
        let limiter = RateLimiter(
            pool: pool, rules: settings.rules, secret: [UInt8](repeating: 7, count: 32),
            freeForLoopback: settings.freeForLoopback, logger: .test)
        var accounts = Accounts(
            pool: pool, secrets: .test, passwords: .test, limiter: limiter,
            secondFactor: settings.secondFactor)
        accounts.sendsTextMessages = true
        try await accounts.rotateSigningKeys()
        let server = IstriServer(
            pool: pool, connection: connection, accounts: accounts, limiter: limiter, proxies: settings.proxies,
            kept: kept, tiles: tiles, host: "127.0.0.1", port: 0,
            pendingMigrations: { try await migrator.status().filter { $0.state == .pending }.map(\.name) },
            logger: .test, feedLimits: settings.feed, bookingFeedLimits: settings.bookingFeed,
            operatorContact: settings.operatorContact, baseMap: settings.baseMap,
            bookingRules: settings.bookingRules, paymentMeans: settings.paymentMeans)
        let feed = server.feed
        changes.subscribe { _ in feed.look() }
        let node = TestServer(
            pool: pool, connection: connection, kept: kept, tiles: tiles, changes: changes, limiter: limiter,
            server: server,
            accounts: accounts,
            application: server.application(), routes: server.routes)
        do {
            let result = try await body(node)
            await changes.close()
            return result
        } catch {
            await changes.close()
            throw error
        }
    }

    /// Returns once the node hears of changes, so that it may keep answers.
    func becomeCurrent() async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while !changes.isCurrent, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
    }
}

extension PasswordHasher {
    /// One for all tests, at the least cost there is.
    static let test = PasswordHasher(cost: 4, threads: 1, queueLimit: 1000)
}

extension Logger {
    /// Tests break what they can, so what the program says of it is no news.
    static let test: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()
}
