import Jobs
import Postgres

/// Lets a dead job be tried again, and keeps who asked for it.
///
/// - Throws: `JobError`
package func retryDeadJob(_ id: Int64, by actor: Actor, in pool: PostgresPool) async throws {
    try await pool.withTransaction { transaction in
        let kind = try await reviveJob(id, on: transaction)
        try await AuditEntry("job.retried", "job", id, change: ["status": ["dead", "waiting"], "kind": [kind, kind]])
            .record(by: actor, on: transaction)
    }
}
