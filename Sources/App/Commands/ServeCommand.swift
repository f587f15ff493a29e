import ArgumentParser
import Foundation
import Gateways
import Jobs
import Logging
import Marketplace
import Matching
import NIOCore
import Postgres
import Server
import ServiceLifecycle
import SystemPackage
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the server until SIGTERM or SIGINT.")

    @Flag(help: "Load a synthetic network of 400 centres, unless one is there.")
    var demo = false

    func run() async throws {
        let settings = try await Settings.read()
        let logger = settings.logger()
        let transport = try Transport.open(settings.transport)
        try settings.checkSecretKey()
        try await Listening.check(host: settings.host, port: settings.port)
        if let port = settings.transport.metricsPort {
            try await Listening.check(host: settings.transport.metricsHost, port: port, setting: "ISTRI_METRICS")
        }
        // Takes as long as opening the database, and neither needs the other.
        let files = Task { try await BundledFiles.read() }
        try await Database.with(settings, logger: logger) { database in
            try await database.owner.withPool { pool in
                let preparation = Preparation(settings: settings, pool: pool, logger: logger)
                try await interruptible { try await preparation.run(demo: demo) }
            }
            try await files.value
            let limiter = try settings.limiter(on: database.pool, isDemo: demo, logger: logger)
            var accounts = try settings.accounts(on: database.pool, limiter: limiter)
            accounts.sendsTextMessages = settings.sendsTextMessages(isDemo: demo)
            try await accounts.rotateSigningKeys()
            let demoAccounts = demo ? DemoAccounts(accounts: accounts, folder: settings.dataFolder) : nil
            if let demoAccounts { try await interruptible { try await demoAccounts.prepare() } }
            try await PaymentWiring.with(settings, isDemo: demo, logger: logger) { payments in
                try await serve(settings, transport, database, accounts, demoAccounts, limiter, payments, logger)
            }
        }
    }

    private func serve(
        _ settings: Settings, _ transport: Transport, _ database: Database, _ accounts: Accounts,
        _ demoAccounts: DemoAccounts?, _ limiter: RateLimiter, _ payments: PaymentWiring, _ logger: Logger
    ) async throws {
        let changes = database.changes
        let kept = KeptAnswers<KeptAnswer>(capacity: settings.keptAnswersBytes) { changes.isCurrent }
        changes.subscribe { kept.apply($0) }
        let tiles = KeptAnswers<KeptTile>(capacity: settings.keptTilesBytes) { changes.isCurrent }
        changes.subscribe { tiles.apply($0) }
        try changes.listen(on: database.connection, logger: logger)
        let server = IstriServer(
            pool: database.pool, connection: database.connection, accounts: accounts, limiter: limiter,
            proxies: settings.limits.proxies, kept: kept, tiles: tiles, host: settings.host, port: settings.port,
            pendingMigrations: { try await database.migrator.pending() }, logger: logger, transport: transport,
            requestLogging: settings.transport.requestLogging, operatorContact: settings.operatorContact,
            baseMap: settings.baseMap, bookingRules: settings.bookings,
            paymentMeans: PaymentMeans(gateway: payments.access, upi: settings.upiPayee(isDemo: demo)),
            onRunning: { greet(settings, payments) })
        let feed = server.feed
        changes.subscribe { _ in feed.look() }
        var configuration = ServiceGroupConfiguration(
            services: [RateLimitService(limiter: limiter), SearchMissesService(misses: server.misses)]
                + (demoAccounts.map { [DemoAccountsService(accounts: $0, logger: logger) as any Service] } ?? [])
                + (try services(server, settings, database, payments, logger)),
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // A client that reads slowly must not keep the process, and the cluster, from ending.
        configuration.maximumGracefulShutdownDuration = settings.transport.stopTime
        try await ServiceGroup(configuration: configuration).run()
        await changes.close()
    }

    /// The last one is stopped first: requests are answered while jobs come to their end.
    private func services(
        _ server: IstriServer, _ settings: Settings, _ database: Database, _ payments: PaymentWiring, _ logger: Logger
    ) throws -> [any Service] {
        var services: [any Service] = []
        // Stopped after the jobs that ask it.
        if let sandbox = payments.sandbox { services.append(sandbox) }
        if let port = settings.transport.metricsPort {
            services.append(server.metricsApplication(host: settings.transport.metricsHost, port: port))
        }
        if let certificate = server.transport.certificate {
            services.append(CertificateReloading(certificate: certificate, logger: logger))
        }
        services.append(server.application())
        // Stopped before the server, which waits for its streams to end.
        services.append(CoverageFeedService(feed: server.feed))
        services.append(BookingFeedService(feed: server.bookingFeed))
        let jobsAtOnce = settings.jobs.workersInServe
        if jobsAtOnce > 0 {
            services.append(
                try JobWorker.istri(
                    settings, database, gateway: payments.access, isDemo: demo, concurrency: jobsAtOnce,
                    logger: logger))
        }
        return services
    }

    private func greet(_ settings: Settings, _ payments: PaymentWiring) {
        let scheme = settings.transport.certificateFile == nil ? "http" : "https"
        let address = "\(scheme)://\(settings.host):\(settings.port)"
        print("Istri is at \(address): open it in a browser, or ask for instance:")
        print("  curl '\(address)/api/providers/nearest?pincode=600001'")
        if demo {
            print("The centres are a synthetic sample; they don't exist.")
            print("Accounts to sign in with: \(settings.dataFolder.appending(DemoAccounts.fileName))")
        }
        if payments.sandbox != nil, let gateway = payments.access {
            print("Payments go to a sandbox at \(gateway.checkoutOrigin), and no money moves.")
        }
        fflush(nil)
    }
}
