import Postgres
import TestSupport
import Testing

/// Lines go when the law lets them, oldest first, and in no other way.
struct AuditForgetTests {
    @Test func `lines younger than a year stay whatever is asked for`() async throws {
        try await withDatabase(.schema) { pool in
            try await add(days: [1, 364, 366, 400, 800], to: pool)
            #expect(try await forget(1, on: pool) == 3)
            #expect(try await ages(on: pool) == [1, 364])
        }
    }

    @Test func `a longer time than the law's is kept to, some lines at a time`() async throws {
        try await withDatabase(.schema) { pool in
            try await add(days: [364, 366, 499, 501, 502, 503], to: pool)
            #expect(try await forget(500, most: 2, on: pool) == 2)
            #expect(try await ages(on: pool) == [364, 366, 499, 501])
            #expect(try await forget(500, most: 2, on: pool) == 1)
            #expect(try await forget(500, most: 2, on: pool) == 0)
        }
    }

    @Test func `a rule counts from its day on`() async throws {
        try await withDatabase(.schema) { pool in
            try await pool.asOwner(
                """
                INSERT INTO retention_periods VALUES ('access_log', current_date + 1, 3650, 'to come');
                INSERT INTO retention_periods VALUES ('access_log', current_date, 730, 'new')
                """)
            try await add(days: [700, 760], to: pool)
            #expect(try await forget(1, on: pool) == 1)
            #expect(try await ages(on: pool) == [700])
        }
    }

    @Test func `after forgetting, the guard stands again in the same transaction`() async throws {
        try await withDatabase(.schema, as: .owner) { pool in
            try await add(days: [1, 900], to: pool)
            await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.query("SELECT audit_forget(1, 10)")
                    try await transaction.execute("DELETE FROM audit_log")
                }
            }
            #expect(try await ages(on: pool) == [1, 900])
        }
    }

    private func add(days: [Int], to pool: PostgresPool) async throws {
        try await pool.execute(
            """
            INSERT INTO audit_log (entity_type, entity_id, action, "timestamp")
            SELECT 'user', 1, 'user.changed', now() - make_interval(days => age)
            FROM unnest(\(days.map(Int32.init))::integer[]) AS age
            """)
    }

    private func forget(_ days: Int32, most: Int32 = 100, on pool: PostgresPool) async throws -> Int {
        try await pool.withConnection { connection in
            try await connection.query("SELECT audit_forget(\(days), \(most))")[0].decode(Int.self)
        }
    }

    private func ages(on pool: PostgresPool) async throws -> [Int] {
        try await pool.query("SELECT (now()::date - \"timestamp\"::date)::bigint FROM audit_log ORDER BY 1")
            .map { try $0.decode(Int.self) }
    }
}
