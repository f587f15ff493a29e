import Jobs
import Logging
import Marketplace
import Postgres

/// What this program does for each kind of job: the one place, for `istri work` and for `istri serve`.
extension JobHandlers {
    /// - Parameter isDemo: Text messages stay in a folder, instead of waiting for a worker that can send them.
    static func istri(
        _ settings: Settings, _ database: Database, isDemo: Bool, logger: Logger
    ) throws -> JobHandlers {
        var handlers = JobHandlers()
        let accounts = try settings.accounts(on: database.pool)
        handlers.addUpkeep(pool: database.pool)
        handlers.addTokenUpkeep(accounts)
        handlers.addSessionUpkeep(accounts)
        handlers.addMessageUpkeep(accounts)
        settings.notifications(accounts, isDemo: isDemo, logger: logger).register(in: &handlers)
        handlers.deliverEvents(pool: database.pool, to: [.centreMails, .areaMails, .suspendedCentreBookings])
        handlers.forgetOldAudit(pool: database.pool, keepingDays: settings.audit.days)
        handlers.addWatches(CoverageWatches(pool: database.pool))
        handlers.tellOfBookings(pool: database.pool)
        handlers.addBookingSteps(Bookings(pool: database.pool, rules: settings.bookings))
        handlers.addInvoices(settings.invoices(on: database.pool, logger: logger))
        handlers.forgetIdempotencyKeys(pool: database.pool)
        // Each capability adds its jobs by a function of its own here.
        return handlers
    }
}

extension JobWorker {
    static func istri(
        _ settings: Settings, _ database: Database, isDemo: Bool, concurrency: Int, logger: Logger
    ) throws -> JobWorker {
        var limits = Limits()
        limits.concurrency = concurrency
        limits.lease = settings.jobs.lease
        return JobWorker(
            connection: database.connection,
            handlers: try .istri(settings, database, isDemo: isDemo, logger: logger), limits: limits, logger: logger)
    }
}
