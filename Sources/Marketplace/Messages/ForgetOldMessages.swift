import Jobs
import Postgres

/// Lets go, each night, of messages that went a year ago; what stands in an inbox stays.
struct ForgetOldMessagesJob: Job {
    static let name = "message.forget_old"
}

extension JobHandlers {
    package mutating func forgetOldMessages(pool: PostgresPool) {
        handle(ForgetOldMessagesJob.self, timeout: .minutes(30)) { _, _ in
            // In batches, so that no statement holds many rows locked.
            while try await deleteOldMessages(atMost: 10_000, pool) > 0 { try Task.checkCancellation() }
        }
        every(.hours(24), offset: .hours(3), ForgetOldMessagesJob())
    }
}

private func deleteOldMessages(atMost limit: Int, _ pool: PostgresPool) async throws -> Int {
    try await pool.execute(
        """
        DELETE FROM messages WHERE id IN (
            SELECT id FROM messages
            WHERE created_at < now() - interval '1 year' AND channel <> 'inbox' LIMIT \(limit))
        """)
}
