import Jobs
import Postgres

/// Lets go, each night, of keys that are older than anybody would still send them.
package struct ForgetIdempotencyKeysJob: Job {
    package static let name = "idempotency.forget_old"
}

extension JobHandlers {
    package mutating func forgetIdempotencyKeys(pool: PostgresPool) {
        handle(ForgetIdempotencyKeysJob.self, timeout: .minutes(30)) { _, _ in
            // In batches, so that no statement holds many rows locked.
            while try await forgetOldKeys(atMost: 10_000, pool) > 0 { try Task.checkCancellation() }
        }
        every(.hours(24), offset: .hours(3), ForgetIdempotencyKeysJob())
    }
}

/// - Returns: How many went.
package func forgetOldKeys(atMost limit: Int, _ pool: PostgresPool) async throws -> Int {
    try await pool.execute(
        """
        DELETE FROM idempotency_keys WHERE (user_id, key) IN (
            SELECT user_id, key FROM idempotency_keys WHERE created_at < now() - interval '48 hours'
            ORDER BY created_at LIMIT \(limit))
        """)
}
