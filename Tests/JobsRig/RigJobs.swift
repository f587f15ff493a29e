import Jobs
import Logging
import Postgres

/// Does nothing: what is measured is the queue.
struct NoOp: Job {
    static let name = "rig.no_op"
    let number: Int
}

/// Leaves a line when it begins, takes its time, and ends as most jobs do.
struct Errand: Job {
    static let name = "rig.errand"
    let number: Int
    let milliseconds: Int
}

/// Takes its time, then writes in the transaction that ends it.
struct Entry: Job {
    static let name = "rig.entry"
    let number: Int
    let milliseconds: Int
}

extension JobHandlers {
    static func rig(_ pool: PostgresPool) -> JobHandlers {
        var handlers = JobHandlers()
        handlers.handle(NoOp.self) { _, _ in }
        // Attempts without end: each kill costs some, and here nothing may be given up.
        handlers.handle(Errand.self, maxAttempts: 1000) { errand, _ in
            try await pool.execute("INSERT INTO rig_runs (number) VALUES (\(errand.number))")
            try await Task.sleep(for: .milliseconds(errand.milliseconds))
        }
        handlers.handle(Entry.self, maxAttempts: 1000) { entry, context in
            try await Task.sleep(for: .milliseconds(entry.milliseconds))
            try await pool.withTransaction { transaction in
                try await context.finish(on: transaction)
                try await transaction.execute("INSERT INTO rig_entries (number) VALUES (\(entry.number))")
            }
        }
        return handlers
    }
}
