import Postgres

/// What there is, and what waits for an admin.
struct AdminCounts: Sendable {
    let approved: Int64
    let pending: Int64
    /// Approved centres whose owners have changed what the approval rests on.
    let changed: Int64
    /// Proposed areas, and proposed changes of areas in force.
    let areas: Int64
    let customers: Int64
    let deadJobs: Int64
    let watches: Int64

    /// One round trip.
    static func read(on database: some PostgresQueryable) async throws -> AdminCounts {
        let rows = try await database.query(
            """
            SELECT (SELECT count(*) FROM service_providers WHERE status = 'approved'),
                (SELECT count(*) FROM service_providers WHERE status = 'pending'),
                (SELECT count(*) FROM service_providers WHERE changed_since_approval <> '{}'),
                (SELECT count(*) FROM service_areas WHERE status = 'proposed' OR proposed_version IS NOT NULL),
                (SELECT count(*) FROM users WHERE role = 'customer' AND status = 'active'),
                (SELECT count(*) FROM jobs WHERE status = 'dead'),
                (SELECT count(*) FROM coverage_watches)
            """)
        let (approved, pending, changed, areas, customers, deadJobs, watches) = try rows[0].decode(
            Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self, Int64.self)
        return AdminCounts(
            approved: approved, pending: pending, changed: changed, areas: areas, customers: customers,
            deadJobs: deadJobs, watches: watches)
    }

    /// Figures with the pages that they lead to; what waits for an admin stands out.
    func model(_ view: AdminView) -> [[String: Any]] {
        let figures: [(name: String, count: Int64, href: String, waits: Bool)] = [
            ("pending", pending, AdminTab.centres.address([("status", "pending")]), true),
            ("changed", changed, AdminTab.centres.address([("changed", "true")]), true),
            ("areas", areas, AdminTab.areas.path, true),
            ("dead_jobs", deadJobs, AdminTab.jobs.address([("status", "dead")]), true),
            ("approved", approved, AdminTab.centres.address([("status", "approved")]), false),
            ("customers", customers, AdminTab.users.address([("role", "customer")]), false),
            ("watches", watches, AdminTab.watches.path, false),
        ]
        return figures.map { figure in
            [
                "label": view.label("count", figure.name), "count": view.formats.number(figure.count),
                "href": figure.href, "waits": figure.waits && figure.count > 0,
            ]
        }
    }
}
