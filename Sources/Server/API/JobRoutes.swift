import Hummingbird
import Jobs
import Marketplace
import Postgres

/// The job queue as its operators see it.
struct JobRoutes: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            Route(.get, "/api/admin/jobs", for: .admins, list),
            Route(.post, "/api/admin/jobs/{id}/retry", for: .admins, retry),
        ]
    }

    @Sendable func list(_ request: Request, _: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        var list = JobList()
        list.status = try parameters.text("status").map(status)
        list.kind = parameters.text("kind")
        list.limit = try parameters.integer("limit", in: 1...100, default: 20)
        list.before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let (jobs, next) = try await list.page(on: pool)
        return Answer.json(capacity: 4096) {
            $0.writePage(jobs, next: next.map { Cursor.text([$0]) }) { $0.write($1) }
        }
    }

    @Sendable func retry(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let id = try context.request.id() else { throw JobError.unknownJob }
        try await request.refuseMembers()
        try await retryDeadJob(id, by: context.actor, in: pool)
        return Answer.json { json in
            json.object { json in
                json.field("id", id)
                json.field("status", JobStatus.waiting.rawValue)
            }
        }
    }

    private func status(_ text: String) throws -> JobStatus {
        guard let status = JobStatus(rawValue: text) else {
            let known = JobStatus.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalidParameter("status", "'status' must be one of: \(known).")
        }
        return status
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ job: JobSummary) {
        object { json in
            json.field("id", job.id)
            json.field("kind", job.kind)
            json.field("status", job.status.rawValue)
            json.field("attempts", job.attempts)
            json.field("run_at", job.runAt)
            json.field("created_at", job.createdAt)
            json.field("started_at", job.startedAt)
            json.field("failed_at", job.failedAt)
            json.field("last_error", job.lastError)
        }
    }
}
