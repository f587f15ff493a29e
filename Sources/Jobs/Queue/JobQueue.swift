import Foundation
import Postgres

/// The statements by which a worker talks to the queue. Each is a transaction of its own.
struct JobQueue: Sendable {
    let pool: PostgresPool
    let kinds: [String]

    struct Taken: Sendable {
        let lease: JobLease
        let kind: String
        let payload: [UInt8]
        let runAt: Date
    }

    /// Leases up to `limit` jobs that are due, the longest due first; jobs that others are taking are passed over.
    ///
    /// - Parameter dueSince: Where to begin to look; nil is at the very beginning. While an old snapshot (a backup,
    ///   a report) keeps vacuum from removing what is done, each look from the beginning walks over all of that.
    func take(_ limit: Int, for workerID: Int64, dueSince: Date?) async throws -> [Taken] {
        let query = Self.takeQuery(limit, for: workerID, kinds: kinds, dueSince: dueSince)
        return try await pool.withConnection { try await $0.query(query) }.map { row in
            let (id, kind, payload, attempt, runAt) = try row.decode(
                Int64.self, String.self, JSONBytes.self, Int32.self, Date.self)
            return Taken(
                lease: JobLease(jobID: id, workerID: workerID, attempt: attempt), kind: kind, payload: payload.bytes,
                runAt: runAt)
        }
    }

    static func takeQuery(_ limit: Int, for workerID: Int64, kinds: [String], dueSince: Date?) -> Query {
        """
        WITH next AS (
            SELECT id FROM jobs
            WHERE status = 'waiting' AND run_at <= now() AND kind = ANY(\(kinds))
                AND run_at >= coalesce(\(dueSince), '-infinity')
            ORDER BY run_at, id LIMIT \(limit) FOR UPDATE SKIP LOCKED)
        UPDATE jobs SET status = 'running', worker_id = \(workerID), attempts = attempts + 1, started_at = now()
        FROM next WHERE jobs.id = next.id
        RETURNING jobs.id, jobs.kind, jobs.payload, jobs.attempts, jobs.run_at
        """
    }

    /// Deletes jobs that are done, and returns those that were still the worker's.
    func complete(_ leases: [JobLease]) async throws -> Set<Int64> {
        guard let workerID = leases.first?.workerID else { return [] }
        let rows = try await pool.withConnection {
            try await $0.query(
                """
                DELETE FROM jobs USING unnest(\(leases.map(\.jobID)), \(leases.map(\.attempt))) done (id, attempts)
                WHERE jobs.id = done.id AND jobs.attempts = done.attempts
                    AND worker_id = \(workerID) AND status = 'running'
                RETURNING jobs.id
                """)
        }
        return Set(try rows.map { try $0.decode(Int64.self) })
    }
}
