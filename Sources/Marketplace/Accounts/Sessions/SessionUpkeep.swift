import Jobs
import Postgres

/// Deletes sessions that have long been over. Until then their owner can be told where they were signed in; they hold
/// addresses, so they aren't kept for ever.
struct DeleteOldSessionsJob: Job {
    static let name = "accounts.delete_old_sessions"
    static let keptDays = 30
}

extension JobHandlers {
    /// What sessions need done each night.
    package mutating func addSessionUpkeep(_ accounts: Accounts) {
        handle(DeleteOldSessionsJob.self, timeout: .minutes(10)) { _, _ in try await accounts.deleteOldSessions() }
        every(.hours(24), offset: .hours(3), DeleteOldSessionsJob())
    }
}

extension Accounts {
    /// In steps that hold no lock for long. The refresh tokens of the sessions go with them.
    package func deleteOldSessions() async throws {
        let step = 5000
        while true {
            try Task.checkCancellation()
            let deleted = try await pool.execute(
                """
                DELETE FROM sessions WHERE id IN (
                    SELECT id FROM sessions
                    WHERE coalesce(ended_at, least(expires_at, last_seen_at + idle_limit))
                        < now() - make_interval(days => \(DeleteOldSessionsJob.keptDays)::integer)
                    LIMIT \(step) FOR UPDATE SKIP LOCKED)
                """)
            if deleted < step { return }
        }
    }
}
