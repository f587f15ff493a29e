import Postgres

package enum JobError: Error, Equatable, Sendable {
    case unknownJob
    /// Only a dead job can be tried again: the others will be anyway.
    case notDead(JobStatus)
    /// Another job with its unique key waits, and will do the work.
    case sameWorkWaits
}

/// Lets a dead job be tried again at once, with all its attempts.
///
/// - Returns: The job's kind.
/// - Throws: `JobError`
package func reviveJob(_ id: Int64, on connection: PostgresConnection) async throws -> String {
    let rows: PostgresRows
    do {
        rows = try await connection.query(
            """
            UPDATE jobs SET status = 'waiting', attempts = 0, run_at = now()
            WHERE id = \(id) AND status = 'dead' RETURNING kind
            """)
    } catch let error as PostgresError where error.constraint == "jobs_one_waiting_per_key" {
        throw JobError.sameWorkWaits
    }
    if let row = rows.first { return try row.decode(String.self) }
    let found = try await connection.query("SELECT status FROM jobs WHERE id = \(id)")
    guard let status = try found.first.flatMap({ JobStatus(rawValue: try $0.decode(String.self)) }) else {
        throw JobError.unknownJob
    }
    throw JobError.notDead(status)
}
