import Postgres

extension JobQueue {
    /// Makes the schedule known: its first run is at the begin of the next slot. A shorter interval than before counts
    /// from now on, a longer one after the slot that was due.
    func introduce(_ schedule: JobSchedule) async throws {
        try await pool.execute(
            """
            INSERT INTO job_schedules (name, next_at) VALUES (\(schedule.name), \(Self.nextSlot(of: schedule)))
            ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at
            WHERE job_schedules.next_at > excluded.next_at
                -- This node's now() may be older than another's that has enqueued that slot already.
                AND (job_schedules.last_at IS NULL OR job_schedules.last_at < excluded.next_at)
            """)
    }

    /// Enqueues the job if its slot has begun and no node has done so. Who comes second waits for the first's row
    /// lock and then finds the schedule moved on.
    ///
    /// - Returns: Whether it was enqueued.
    func enqueueIfDue(_ schedule: JobSchedule) async throws -> Bool {
        try await pool.execute(
            """
            WITH due AS (
                UPDATE job_schedules SET
                    last_at = \(Self.nextSlot(of: schedule)) - \(Self.interval(of: schedule)),
                    next_at = \(Self.nextSlot(of: schedule))
                WHERE name = \(schedule.name) AND next_at <= now()
                RETURNING last_at)
            INSERT INTO jobs (kind, payload, run_at)
            SELECT \(schedule.kind), \(schedule.payload)::json, last_at FROM due
            """) == 1
    }

    /// In whole microseconds throughout: a rounded fraction could make a slot begin twice.
    private static func nextSlot(of schedule: JobSchedule) -> Query {
        """
        date_bin(\(interval(of: schedule)), now(), timestamptz '2000-01-01 00:00+05:30'
            + make_interval(secs => \(schedule.offset.inSeconds))) + \(interval(of: schedule))
        """
    }

    private static func interval(of schedule: JobSchedule) -> Query {
        "make_interval(secs => \(schedule.interval.inSeconds))"
    }
}
