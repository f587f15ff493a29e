import Gateways
import Jobs
import Logging
import Marketplace
import Postgres

/// What this program does for each kind of job: the one place, for `istri work` and for `istri serve`.
extension JobHandlers {
    /// - Parameters:
    ///   - gateway: Nil where the method is off.
    ///   - isDemo: Where no gateway is set, text and WhatsApp messages stay in folders.
    static func istri(
        _ settings: Settings, _ database: Database, gateway: GatewayAccess?, isDemo: Bool, logger: Logger
    ) throws -> JobHandlers {
        var handlers = JobHandlers()
        let accounts = try settings.accounts(on: database.pool)
        handlers.addUpkeep(pool: database.pool)
        handlers.addTokenUpkeep(accounts)
        handlers.addSessionUpkeep(accounts)
        handlers.addMessageUpkeep(accounts)
        let notifications = settings.notifications(accounts, isDemo: isDemo, logger: logger)
        notifications.register(in: &handlers)
        notifications.registerMessages(in: &handlers)
        handlers.deliverEvents(pool: database.pool, to: [.centreMails, .areaMails, .suspendedCentreBookings])
        handlers.forgetOldAudit(pool: database.pool, keepingDays: settings.audit.days)
        handlers.addWatches(CoverageWatches(pool: database.pool))
        handlers.tellOfBookings(pool: database.pool)
        handlers.addBookingSteps(Bookings(pool: database.pool, rules: settings.bookings))
        handlers.addInvoices(settings.invoices(on: database.pool, logger: logger))
        handlers.forgetIdempotencyKeys(pool: database.pool)
        handlers.makeReports(Reports(pool: database.pool))
        handlers.billCommission(Ledger(pool: database.pool))
        handlers.addPayments(
            Payments(pool: database.pool, means: PaymentMeans(gateway: gateway), rules: settings.bookings))
        handlers.forgetOldMessages(pool: database.pool)
        handlers.sendBroadcasts(Broadcasts(pool: database.pool))
        // Each capability adds its jobs by a function of its own here.
        return handlers
    }
}

extension JobWorker {
    static func istri(
        _ settings: Settings, _ database: Database, gateway: GatewayAccess?, isDemo: Bool, concurrency: Int,
        logger: Logger
    ) throws -> JobWorker {
        var limits = Limits()
        limits.concurrency = concurrency
        limits.lease = settings.jobs.lease
        return JobWorker(
            connection: database.connection,
            handlers: try .istri(settings, database, gateway: gateway, isDemo: isDemo, logger: logger), limits: limits,
            logger: logger)
    }
}
