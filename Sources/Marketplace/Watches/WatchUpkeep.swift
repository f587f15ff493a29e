import Jobs
import Postgres

/// Looks for wishes that were stored just as their pincode began to be served, and so were not seen by that.
struct TellMissedWatchersJob: Job {
    static let name = "coverage.tell_missed_watchers"
}

/// Forgets wishes after a year, and what the feed and the counts no longer need.
struct ForgetOldCoverageJob: Job {
    static let name = "coverage.forget_old"
}

extension JobHandlers {
    package mutating func addWatches(_ watches: CoverageWatches) {
        handle(TellWatchersJob.self) { job, _ in try await watches.tell(job) }
        handle(TellMissedWatchersJob.self) { _, _ in try await watches.findMissed() }
        every(.minutes(10), TellMissedWatchersJob())
        handle(ForgetOldCoverageJob.self, timeout: .minutes(10)) { _, _ in try await watches.forgetOld() }
        every(.hours(24), offset: .hours(4), ForgetOldCoverageJob())
    }
}

extension CoverageWatches {
    package func findMissed() async throws {
        _ = try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT coverage_tell_watchers(w.pincode) FROM (SELECT DISTINCT pincode::integer FROM coverage_watches) AS w
                JOIN pincode_coverage_counts k USING (pincode) WHERE k.coverage_count > 0
                """)
        }
    }

    package func forgetOld() async throws {
        try await pool.execute("DELETE FROM coverage_watches WHERE asked_at < now() - interval '1 year'")
        try await pool.execute("DELETE FROM coverage_events WHERE at < now() - interval '1 year'")
        try await pool.execute(
            "DELETE FROM search_misses WHERE day < (now() AT TIME ZONE 'Asia/Kolkata')::date - 400")
    }
}
