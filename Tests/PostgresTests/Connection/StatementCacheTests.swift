import Testing

@testable import Postgres

struct StatementCacheTests {
    @Test func `one text with other parameter types is another statement`() {
        let cache = StatementCache(capacity: 10)
        let narrow = cache.statement(for: "SELECT \(Int32(1))")
        #expect(cache.statement(for: "SELECT \(Int32(2))") === narrow)
        #expect(cache.statement(for: "SELECT \(Int64(1))") !== narrow)
    }

    @Test func `the least recently used leaves first`() {
        let cache = StatementCache(capacity: 2)
        for sql in ["a", "b", "a", "c"] as [Query] { cache.statement(for: sql).isPrepared = true }
        let (a, c) = (cache.statement(for: "a"), cache.statement(for: "c"))
        cache.trim()
        #expect(cache.takeDiscarded() == ["s2"])
        #expect(cache.statement(for: "a") === a)
        #expect(cache.statement(for: "c") === c)
    }

    @Test func `the server holds no more statements than the limit`() async throws {
        try await withPool({
            $0.readers.count = 1
            $0.readers.statementLimit = 5
        }) { pool in
            for index in 0..<40 {
                let column = Query(identifier: "c\(index % 20)")
                #expect(try await pool.query("SELECT \(index) AS \(column)")[0].decode(Int.self) == index)
            }
            let held = try await pool.query("SELECT count(*) FROM pg_prepared_statements")[0].decode(Int.self)
            #expect(held <= 6)
        }
    }

    @Test func `readers and leases go on when a table changes under their statements`() async throws {
        try await withPool({
            $0.readers.count = 1
            $0.leases.limit = 1
        }) { pool in
            try await pool.execute("CREATE TABLE shifting (a int)")
            try await pool.execute("INSERT INTO shifting VALUES (1)")
            let all: Query = "SELECT * FROM shifting"
            for columns in 1...5 {
                #expect(try await pool.query(all)[0].count == columns)
                #expect(try await pool.withConnection { try await $0.query(all)[0].count } == columns)
                try await pool.execute("ALTER TABLE shifting ADD COLUMN \(identifier: "c\(columns)") int")
            }
        }
    }

    @Test func `neighbours of a statement whose plan went stale are right`() async throws {
        try await withPool({ $0.readers.count = 1 }) { pool in
            try await pool.execute("CREATE TABLE sliding (a int)")
            try await pool.execute("INSERT INTO sliding VALUES (1)")
            let all: Query = "SELECT * FROM sliding"
            _ = try await pool.query(all)
            try await pool.execute("ALTER TABLE sliding ADD COLUMN b int")
            try await pool.withBusyReader(until: 20) {
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for index in 0..<20 {
                        group.addTask {
                            if index % 3 == 0 { return try await pool.query(all)[0].count == 2 }
                            return try await pool.query("SELECT \(index)")[0].decode(Int.self) == index
                        }
                    }
                    let right = try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                    #expect(right == 20)
                }
            }
        }
    }

    @Test func `a statement that somebody deallocated is prepared again`() async throws {
        try await withPool({
            $0.readers.count = 1
            $0.leases.limit = 1
        }) { pool in
            _ = try await pool.query("SELECT 1")
            _ = try await pool.query("DEALLOCATE ALL")
            #expect(try await pool.query("SELECT 1").count == 1)
            try await pool.withConnection { connection in
                _ = try await connection.query("SELECT 1")
                try await connection.runScript("DEALLOCATE ALL")
                #expect(try await connection.query("SELECT 1").count == 1)
            }
        }
    }
}
