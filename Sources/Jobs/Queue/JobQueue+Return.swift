import Postgres

/// A job that a worker gives back undone.
struct ReturnedJob: Sendable {
    enum Reason: Sendable {
        /// The attempt doesn't count: the worker stops.
        case stopping
        case failed(error: String, retryAfter: Duration)
        case dead(error: String)
    }

    let lease: JobLease
    let reason: Reason

    var error: String? {
        switch reason {
        case .stopping: nil
        case .failed(let error, _), .dead(let error): error
        }
    }

    var delay: Double {
        if case .failed(_, let delay) = reason { delay.inSeconds } else { 0 }
    }

    var isDead: Bool {
        if case .dead = reason { true } else { false }
    }
}

extension JobQueue {
    /// Gives back jobs that are still the worker's, and returns which those were.
    ///
    /// The row is deleted and inserted again, under its id, because only an insert can find that another job with its
    /// unique key began to wait meanwhile: that one does the work then.
    func giveBack(_ jobs: [ReturnedJob]) async throws -> Set<Int64> {
        guard let workerID = jobs.first?.lease.workerID else { return [] }
        let rows = try await pool.withConnection {
            try await $0.query(
                """
                WITH given (id, attempts, error, delay_s, is_dead) AS (
                    SELECT * FROM unnest(
                        \(jobs.map(\.lease.jobID)), \(jobs.map(\.lease.attempt)), \(jobs.map(\.error))::text[],
                        \(jobs.map(\.delay)), \(jobs.map(\.isDead)))),
                gone AS (
                    DELETE FROM jobs USING given
                    WHERE jobs.id = given.id AND jobs.attempts = given.attempts
                        AND worker_id = \(workerID) AND status = 'running'
                    RETURNING jobs.*, given.error, given.delay_s, given.is_dead),
                back AS (
                    INSERT INTO jobs (id, kind, payload, unique_key, status, attempts, run_at, created_at, started_at,
                        failed_at, last_error)
                    SELECT id, kind, payload, unique_key,
                        CASE WHEN is_dead THEN 'dead' ELSE 'waiting' END,
                        attempts - (error IS NULL)::integer,
                        CASE WHEN error IS NULL THEN run_at ELSE now() + make_interval(secs => delay_s) END,
                        created_at, started_at,
                        CASE WHEN error IS NULL THEN failed_at ELSE now() END, coalesce(error, last_error)
                    FROM gone
                    ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING)
                SELECT id FROM gone
                """)
        }
        return Set(try rows.map { try $0.decode(Int64.self) })
    }

    /// Lets go of workers that haven't renewed their lease in time, and puts the jobs of all workers that are gone
    /// back into the queue. The attempt counts: the job itself may be what ended the process.
    ///
    /// - Returns: How many jobs were put back.
    func reclaim() async throws -> Int {
        try await pool.withConnection { connection in
            try await connection.execute("DELETE FROM job_workers WHERE leased_until < now()")
            // A statement of its own: it must see whether a heartbeat came first, and what an earlier call left.
            let rows = try await connection.query(
                """
                WITH gone AS (
                    DELETE FROM jobs WHERE status = 'running'
                        AND NOT EXISTS (SELECT FROM job_workers WHERE job_workers.id = jobs.worker_id)
                    RETURNING *),
                back AS (
                    INSERT INTO jobs (id, kind, payload, unique_key, attempts, run_at, created_at, started_at,
                        failed_at, last_error)
                    SELECT id, kind, payload, unique_key, attempts, now(), created_at, started_at,
                        now(), 'The worker was lost before the job ended.'
                    FROM gone
                    ON CONFLICT (kind, unique_key) WHERE status = 'waiting' AND unique_key IS NOT NULL DO NOTHING)
                SELECT count(*) FROM gone
                """)
            return try rows[0].decode(Int.self)
        }
    }
}
