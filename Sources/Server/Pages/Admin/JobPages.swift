import HTTPTypes
import Hummingbird
import Jobs
import Marketplace
import Postgres

/// The job queue: what waits, and what has failed for good.
struct JobPages: Sendable {
    let pool: PostgresPool

    var routes: [Route] {
        [
            .page(.get, "/admin/jobs", for: .admins, show),
            .page(.post, "/admin/jobs/{id}/retry", for: .admins, retry),
        ]
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await list(context.page)
    }

    @Sendable func retry(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        guard let id = try context.page.request.id() else { throw JobError.unknownJob }
        do {
            try await retryDeadJob(id, by: context.actor, in: pool)
        } catch let error as JobError where error != .unknownJob {
            return try await list(context.page, refusal: error)
        }
        let list = LocalPath(AdminTab.jobs.address([("status", JobStatus.dead.rawValue)])) ?? .home
        return context.page.redirect(to: list, done: "admin.job_retried")
    }

    private func list(_ page: PageContext, refusal: JobError? = nil) async throws -> Response {
        var list = JobList()
        list.status = page.query.choice("status")
        list.kind = page.query.text("kind")
        list.limit = AdminPaging.length
        list.before = AdminPaging.after(page)
        let (jobs, next) = try await list.page(on: pool)
        let view = AdminView(page)
        var model: [String: Any] = [
            "counts": (await JobCounts.read(on: pool) ?? []).map { count in
                [
                    "label": view.label("job_status", count.state), "count": view.formats.number(count.count),
                    "href": AdminTab.jobs.address([("status", count.state)]),
                    "waits": count.state == JobStatus.dead.rawValue && count.count > 0,
                ] as [String: Any]
            },
            "statuses": view.options(
                "job_status", JobStatus.allCases.map(\.rawValue), chosen: list.status?.rawValue),
            "kinds": Self.kinds(view.words, chosen: list.kind), "jobs": jobs.map { Self.row($0, view) },
            "has_jobs": !jobs.isEmpty,
        ]
        if let refusal { model["refusal"] = page.refusal(ErrorResponses.problem(for: refusal)) }
        let given: [(name: String, value: String?)] = [("status", list.status?.rawValue), ("kind", list.kind)]
        let fields: [(name: String, value: String)] = given.compactMap { field in field.value.map { (field.name, $0) } }
        AdminPaging.add(to: &model, .jobs, fields, next: next, isFirst: list.before == nil)
        guard refusal != nil else { return try page.render(.jobs, model) }
        return try page.render(
            AdminTab.jobs.template, model.merging(AdminTab.jobs.model(page.words)) { own, _ in own }, status: .conflict)
    }

    /// The kinds that have words, as options; a choice without any stays one.
    private static func kinds(_ words: Words, chosen: String?) -> [[String: Any]] {
        let prefix = "admin.job."
        var kinds = words.texts.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
        if let chosen, !kinds.contains(chosen) { kinds.append(chosen) }
        return kinds.map { ["value": $0, "label": words.find(prefix + $0) ?? $0, "is_chosen": $0 == chosen] }
    }

    private static func row(_ job: JobSummary, _ view: AdminView) -> [String: Any] {
        var row: [String: Any] = [
            "id": String(job.id), "kind": view.label("job", job.kind),
            "state": view.state("job_status", job.status.rawValue),
            "attempts": view.formats.number(Int64(job.attempts)), "run_at": view.time(job.runAt),
            "is_dead": job.status == .dead,
        ]
        if let failed = job.failedAt { row["failed_at"] = view.time(failed) }
        if let error = job.lastError { row["last_error"] = error }
        return row
    }
}
