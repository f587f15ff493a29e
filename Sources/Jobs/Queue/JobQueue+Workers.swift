import Foundation
import Postgres

extension JobQueue {
    /// - Returns: The worker's id, never used before.
    func register(lease: Duration) async throws -> Int64 {
        let process = ProcessInfo.processInfo
        let rows = try await pool.withConnection {
            try await $0.query(
                """
                INSERT INTO job_workers (host, process_id, leased_until)
                VALUES (\(process.hostName), \(process.processIdentifier),
                    now() + make_interval(secs => \(lease.inSeconds)))
                RETURNING id
                """)
        }
        return try rows[0].decode(Int64.self)
    }

    /// Keeps all leases of the worker for another `lease`.
    ///
    /// - Returns: False when they were lost.
    func renew(_ workerID: Int64, lease: Duration) async throws -> Bool {
        try await pool.execute(
            """
            UPDATE job_workers SET leased_until = now() + make_interval(secs => \(lease.inSeconds))
            WHERE id = \(workerID)
            """) == 1
    }

    func unregister(_ workerID: Int64) async throws {
        try await pool.execute("DELETE FROM job_workers WHERE id = \(workerID)")
    }
}
