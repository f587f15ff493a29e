import Jobs
import Postgres

/// Lets go, each night, of lines of the audit and of delivered events that are older than they have to be kept.
package struct ForgetOldAuditJob: Job {
    package static let name = "audit.forget_old"
}

extension JobHandlers {
    /// - Parameter days: How long lines are kept; at least as long as the law in force says (`retention_periods`).
    package mutating func forgetOldAudit(pool: PostgresPool, keepingDays days: Int) {
        handle(ForgetOldAuditJob.self, timeout: .minutes(30)) { _, _ in
            // In batches, so that no statement holds many rows locked.
            while try await forgetOldLines(keepingDays: days, atMost: 10_000, pool) > 0 { try Task.checkCancellation() }
            while try await forgetOldEvents(keepingDays: days, atMost: 10_000, pool) > 0 {
                try Task.checkCancellation()
            }
        }
        every(.hours(24), offset: .hours(4), ForgetOldAuditJob())
    }
}

/// - Returns: How many lines went. Their going is not a line: they would never end.
private func forgetOldLines(keepingDays days: Int, atMost limit: Int, _ pool: PostgresPool) async throws -> Int {
    try await pool.withConnection { connection in
        try await connection.query("SELECT audit_forget(\(Int32(days)), \(Int32(limit)))")[0].decode(Int.self)
    }
}

private func forgetOldEvents(keepingDays days: Int, atMost limit: Int, _ pool: PostgresPool) async throws -> Int {
    try await pool.execute(
        """
        DELETE FROM domain_events WHERE id IN (
            SELECT id FROM domain_events
            WHERE at < now() - make_interval(days => \(Int32(days))) AND delivered_at IS NOT NULL
            ORDER BY at LIMIT \(limit))
        """)
}
