import Postgres
import Testing

struct CopyTests {
    @Test func `100,000 rows are copied in`() async throws {
        try await withPool { pool in
            try await pool.execute("CREATE TABLE copied (id int, name text)")
            let rows = try await pool.withTransaction { transaction in
                try await transaction.copyIn("COPY copied (id, name) FROM STDIN (FORMAT csv)") { writer in
                    for id in 0..<100_000 { try await writer.write("\(id),\"name, \(id)\"\n") }
                }
            }
            #expect(rows == 100_000)
            let row = try await pool.query("SELECT count(*), sum(id)::bigint FROM copied")[0]
            #expect(try row.decode(Int.self, Int.self) == (100_000, 4_999_950_000))
        }
    }

    @Test func `a copy whose writer throws keeps nothing, and the connection goes on`() async throws {
        struct Refusal: Error {}
        try await withPool { pool in
            try await pool.execute("CREATE TABLE aborted (id int)")
            try await pool.withConnection { connection in
                await #expect(throws: Refusal.self) {
                    try await connection.copyIn("COPY aborted FROM STDIN") { writer in
                        for id in 0..<50_000 { try await writer.write("\(id)\n") }
                        throw Refusal()
                    }
                }
                let kept = try await connection.query("SELECT * FROM aborted").count
                #expect(kept == 0)
            }
        }
    }

    @Test func `a faulty row fails the copy`() async throws {
        try await withPool { pool in
            try await pool.execute("CREATE TABLE faulty (id int)")
            try await pool.withConnection { connection in
                let error = try await postgresError {
                    try await connection.copyIn("COPY faulty FROM STDIN") { try await $0.write("1\nx\n") }
                }
                #expect(error.sqlState == .invalidTextRepresentation)
                #expect(try await connection.query("SELECT * FROM faulty").isEmpty)
            }
        }
    }

    @Test func `only COPY FROM STDIN can be written to`() async throws {
        try await withPool { pool in
            for query in ["SELECT 1", "COPY (SELECT 1) TO STDOUT", "COPY missing FROM STDIN"] as [Query] {
                let error = try await postgresError {
                    try await pool.withConnection { try await $0.copyIn(query) { _ in Issue.record("must not begin") } }
                }
                #expect(error.code == .unsupported || error.sqlState == .undefinedTable)
            }
            #expect(try await pool.execute("SELECT 1") == 1)
        }
    }

    @Test func `cancelling ends a copy and keeps nothing`() async throws {
        try await withPool({ $0.leases.limit = 1 }) { pool in
            try await pool.execute("CREATE TABLE endless (id int)")
            let task = Task {
                try await pool.withConnection { connection in
                    try await connection.copyIn("COPY endless FROM STDIN") { writer in
                        while true { try await writer.write(String(repeating: "1\n", count: 10_000)) }
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await pool.withConnection { try await $0.query("SELECT * FROM endless").count } == 0)
        }
    }
}
