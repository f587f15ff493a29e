import Jobs
import Logging
import Marketplace
import Postgres

/// What this program does for each kind of job: the one place, for `istri work` and for `istri serve`.
extension JobHandlers {
    static func istri(_ settings: Settings, _ database: Database) throws -> JobHandlers {
        var handlers = JobHandlers()
        handlers.addUpkeep(pool: database.pool)
        handlers.addTokenUpkeep(try settings.accounts(on: database.pool))
        // Each capability adds its jobs by a function of its own here.
        return handlers
    }
}

extension JobWorker {
    static func istri(
        _ settings: Settings, _ database: Database, concurrency: Int, logger: Logger
    ) throws -> JobWorker {
        var limits = Limits()
        limits.concurrency = concurrency
        limits.lease = settings.jobs.lease
        return JobWorker(
            connection: database.connection, handlers: try .istri(settings, database), limits: limits, logger: logger)
    }
}
