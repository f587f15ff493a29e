import Postgres
import Testing

/// Statements that go to the server in one round trip.
struct TogetherTests {
    private func withTable(_ body: (PostgresPool, Query) async throws -> Void) async throws {
        try await withPool { pool in
            let name = Query(identifier: "t\(UInt32.random(in: 0...UInt32.max))")
            try await pool.execute("CREATE TABLE \(name) (id bigint CONSTRAINT positive CHECK (id > 0))")
            try await body(pool, name)
        }
    }

    private func ids(_ table: Query, _ pool: PostgresPool) async throws -> [Int] {
        try await pool.query("SELECT id FROM \(table) ORDER BY id").map { try $0.decode(Int.self) }
    }

    @Test func `each sees what those before it did, and each gives its rows`() async throws {
        try await withTable { pool, table in
            for round in 1...3 {
                let answers = try await pool.withConnection { connection in
                    try await connection.query(together: [
                        "INSERT INTO \(table) VALUES (\(round))", "SELECT max(id) FROM \(table)",
                        "SELECT 7::bigint",
                    ])
                }
                #expect(answers.map(\.count) == [0, 1, 1])
                #expect(try answers[1][0].decode(Int.self) == round)
                #expect(try answers[2][0].decode(Int.self) == 7)
            }
            #expect(try await ids(table, pool) == [1, 2, 3])
        }
    }

    @Test func `outside a transaction one that fails undoes the others, and the connection goes on`() async throws {
        try await withTable { pool, table in
            try await pool.withConnection { connection in
                for broken in ["INSERT INTO \(table) VALUES (0)", "SELECT nonsense"] as [Query] {
                    let error = try await postgresError {
                        _ = try await connection.query(together: [
                            "INSERT INTO \(table) VALUES (1)", broken, "INSERT INTO \(table) VALUES (2)",
                        ])
                    }
                    #expect(error.sql == broken.sql)
                }
                _ = try await connection.query(together: ["INSERT INTO \(table) VALUES (3)", "SELECT 1"])
            }
            #expect(try await ids(table, pool) == [3])
        }
    }

    @Test func `what fails only as they are committed is their error, and the connection goes on`() async throws {
        try await withTable { pool, table in
            try await pool.execute(
                "ALTER TABLE \(table) ADD CONSTRAINT one UNIQUE (id) DEFERRABLE INITIALLY DEFERRED")
            try await pool.withConnection { connection in
                let error = try await postgresError {
                    _ = try await connection.query(together: ["INSERT INTO \(table) VALUES (1), (1)", "SELECT 1"])
                }
                #expect(error.constraint == "one")
                _ = try await connection.query(together: ["INSERT INTO \(table) VALUES (2)", "SELECT 1"])
            }
            #expect(try await ids(table, pool) == [2])
        }
    }

    @Test func `within a transaction they are a part of it`() async throws {
        try await withTable { pool, table in
            let error = try await postgresError {
                try await pool.withTransaction { transaction in
                    _ = try await transaction.query(together: ["INSERT INTO \(table) VALUES (1)", "SELECT 1"])
                    _ = try await transaction.query(together: ["INSERT INTO \(table) VALUES (-1)", "SELECT 1"])
                }
            }
            #expect(error.constraint == "positive")
            #expect(try await ids(table, pool).isEmpty)
            try await pool.withTransaction { transaction in
                _ = try await transaction.query(together: ["INSERT INTO \(table) VALUES (1)", "SELECT 1"])
            }
            #expect(try await ids(table, pool) == [1])
        }
    }

    @Test func `a schema that changed meanwhile is no error`() async throws {
        try await withTable { pool, table in
            try await pool.withConnection { connection in
                let statements: [Query] = ["INSERT INTO \(table) VALUES (1)", "SELECT * FROM \(table)"]
                _ = try await connection.query(together: statements)
                try await connection.runScript("ALTER TABLE \(table.sql) ADD COLUMN name text")
                let answers = try await connection.query(together: statements)
                #expect(answers[1].count == 2)
            }
        }
    }
}
