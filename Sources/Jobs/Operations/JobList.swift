import Foundation
import Postgres

package enum JobStatus: String, CaseIterable, Sendable {
    case waiting, running, dead
}

/// What operators may see of a job: not its payload and not its key, which may hold personal data.
package struct JobSummary: Sendable {
    package let id: Int64
    package let kind: String
    package let status: JobStatus
    package let attempts: Int
    package let runAt: Date
    package let createdAt: Date
    /// The latest attempt's begin.
    package let startedAt: Date?
    package let failedAt: Date?
    package let lastError: String?
}

/// The jobs that aren't done, the newest first.
package struct JobList: Sendable {
    package var status: JobStatus?
    package var kind: String?
    package var limit = 20
    /// Only jobs with smaller ids.
    package var before: Int64?

    package init() {}

    /// - Returns: The page, and what `before` is for the next one; nil after the last.
    package func page(on database: some PostgresQueryable) async throws -> (jobs: [JobSummary], next: Int64?) {
        let rows = try await database.query(query)
        let jobs = try rows.prefix(limit).map(Self.summary)
        return (jobs, rows.count > limit ? jobs.last?.id : nil)
    }

    var query: Query {
        var query: Query = """
            SELECT id, kind, status, attempts, run_at, created_at, started_at, failed_at, last_error
            FROM jobs WHERE id < \(before ?? .max)
            """
        // Written out, so that the planner sees that the index of the dead ones will do.
        if let status { query += Query(unsafeSQL: " AND status = '\(status.rawValue)'") }
        if let kind { query += " AND kind = \(kind)" }
        query += " ORDER BY id DESC LIMIT \(limit + 1)"
        return query
    }

    private static func summary(_ row: PostgresRow) throws -> JobSummary {
        let (id, kind, status, attempts, runAt, createdAt, startedAt, failedAt, lastError) = try row.decode(
            Int64.self, String.self, String.self, Int32.self, Date.self, Date.self, Date?.self, Date?.self,
            String?.self)
        guard let status = JobStatus(rawValue: status) else {
            preconditionFailure("the constraint jobs_status allows '\(status)'")
        }
        return JobSummary(
            id: id, kind: kind, status: status, attempts: Int(attempts), runAt: runAt, createdAt: createdAt,
            startedAt: startedAt, failedAt: failedAt, lastError: lastError)
    }
}
