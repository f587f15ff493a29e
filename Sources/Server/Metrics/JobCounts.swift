import Postgres

/// How many jobs there are in one state.
struct JobCounts: Sendable {
    let state: String
    let count: Int64
    /// How long the longest waiting of them has been due.
    let overdue_s: Double

    /// Nil when the database doesn't answer in time: the rest of the page matters most just then.
    static func read(on pool: PostgresPool, within limit: Duration = .seconds(2)) async -> [JobCounts]? {
        await withTaskGroup(of: [JobCounts]?.self) { group in
            group.addTask { try? await counts(on: pool) }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private static func counts(on pool: PostgresPool) async throws -> [JobCounts] {
        let rows = try await pool.query(
            """
            SELECT s.status, count(j.id),
                coalesce(extract(epoch FROM now() - min(j.run_at) FILTER (WHERE j.run_at <= now())), 0)::float8
            FROM unnest(ARRAY['waiting', 'running', 'dead']) AS s (status) LEFT JOIN jobs AS j ON j.status = s.status
            GROUP BY s.status ORDER BY s.status
            """)
        return try rows.map { row in
            let (state, count, overdue_s) = try row.decode(String.self, Int64.self, Double.self)
            return JobCounts(state: state, count: count, overdue_s: overdue_s)
        }
    }
}
