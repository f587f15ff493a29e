import Postgres

/// Deletes what the queue keeps for people when nobody can be expected to look at it any more. Payloads may hold
/// personal data, so they aren't kept for ever.
struct DeleteOldDeadJobs: Job {
    static let name = "jobs.delete_old_dead"
    static let keptFor = Duration.hours(90 * 24)
}

extension JobHandlers {
    /// What the queue does for itself, each night.
    package mutating func addUpkeep(pool: PostgresPool) {
        handle(DeleteOldDeadJobs.self, timeout: .minutes(10)) { _, _ in
            // In batches, so that no statement holds many rows locked.
            while try await deleteOldDeadJobs(olderThan: DeleteOldDeadJobs.keptFor, atMost: 1000, pool) > 0 {
                try Task.checkCancellation()
            }
        }
        every(.hours(24), offset: .hours(3), DeleteOldDeadJobs())
    }
}

/// - Returns: How many were deleted.
func deleteOldDeadJobs(olderThan age: Duration, atMost limit: Int, _ pool: PostgresPool) async throws -> Int {
    try await pool.execute(
        """
        DELETE FROM jobs WHERE id IN (
            SELECT id FROM jobs
            WHERE status = 'dead' AND failed_at < now() - make_interval(secs => \(age.inSeconds))
            ORDER BY id LIMIT \(limit) FOR UPDATE SKIP LOCKED)
        """)
}
