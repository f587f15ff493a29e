import Postgres
import Testing

struct LeaseTests {
    private func table(_ pool: PostgresPool, _ columns: Query) async throws -> Query {
        let name = Query(identifier: "t\(UInt32.random(in: 0...UInt32.max))")
        try await pool.execute("CREATE TABLE \(name) (\(columns))")
        return name
    }

    @Test func `a transaction commits when its body returns and rolls back when it throws`() async throws {
        struct Refusal: Error {}
        try await withPool { pool in
            let table = try await table(pool, "id int")
            let inserted = try await pool.withTransaction {
                try await $0.execute("INSERT INTO \(table) VALUES (1), (2)")
            }
            #expect(inserted == 2)
            await #expect(throws: Refusal.self) {
                try await pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO \(table) VALUES (3)")
                    throw Refusal()
                }
            }
            let ids = try await pool.query("SELECT id FROM \(table)").map { try $0.decode(Int.self) }
            #expect(ids == [1, 2])
        }
    }

    @Test func `a constraint is named by the error, the values only by its details`() async throws {
        try await withPool { pool in
            let table = try await table(
                pool, "name text CONSTRAINT one_name UNIQUE, CONSTRAINT not_x CHECK (name <> 'x')")
            try await pool.execute("INSERT INTO \(table) VALUES (\("secret"))")
            let error = try await postgresError { try await pool.execute("INSERT INTO \(table) VALUES (\("secret"))") }
            #expect(error.sqlState == .uniqueViolation)
            #expect(error.constraint == "one_name")
            #expect(error.sql == "INSERT INTO \(table.sql) VALUES ($1)")
            #expect(error.detail == "Key (name)=(secret) already exists.")
            #expect(!"\(error)".contains("secret"))
            #expect(String(reflecting: error).contains("secret"))
            let check = try await postgresError { try await pool.execute("INSERT INTO \(table) VALUES (\("x"))") }
            #expect((check.sqlState, check.constraint) == (.checkViolation, "not_x"))
        }
    }

    @Test func `what the server quotes from a value is not in the description`() async throws {
        try await withPool { pool in
            let error = try await postgresError { try await pool.query("SELECT \("secret")::int") }
            #expect(error.sqlState == .invalidTextRepresentation)
            #expect(error.message.contains("secret"))
            #expect(!"\(error)".contains("secret"))
        }
    }

    @Test func `serializable transactions that clash throw 40001`() async throws {
        try await withPool { pool in
            let table = try await table(pool, "id int")
            let error = try await postgresError {
                try await pool.withTransaction(isolation: .serializable) { first in
                    let count = try await first.query("SELECT count(*) FROM \(table)")[0].decode(Int.self)
                    try await pool.withTransaction(isolation: .serializable) { second in
                        let count = try await second.query("SELECT count(*) FROM \(table)")[0].decode(Int.self)
                        try await second.execute("INSERT INTO \(table) VALUES (\(count)::int)")
                    }
                    try await first.execute("INSERT INTO \(table) VALUES (\(count)::int)")
                }
            }
            #expect(error.sqlState == .serializationFailure)
            #expect(try await pool.query("SELECT * FROM \(table)").count == 1)
        }
    }

    @Test func `isolation and read only reach the server`() async throws {
        try await withPool { pool in
            try await pool.withTransaction(isolation: .repeatableRead, readOnly: true) { transaction in
                let row = try await transaction.query(
                    "SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')")[0]
                #expect(try row.decode(String.self, String.self) == ("repeatable read", "on"))
            }
        }
    }

    @Test func `a commit after a swallowed error is reported as the rollback it is`() async throws {
        try await withPool { pool in
            let table = try await table(pool, "id int")
            let error = try await postgresError {
                try await pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO \(table) VALUES (1)")
                    _ = try? await transaction.execute("SELECT 1 / 0")
                }
            }
            #expect(error.code == .transactionAborted)
            #expect(try await pool.query("SELECT * FROM \(table)").isEmpty)
        }
    }

    @Test func `a transaction inside a transaction is refused`() async throws {
        try await withPool { pool in
            let error = try await postgresError {
                try await pool.withTransaction { outer in try await outer.withTransaction { _ in () } }
            }
            #expect(error.code == .unsupported)
        }
    }

    @Test func `cancelling breaks the statement off on the server and rolls back`() async throws {
        try await withPool({ $0.leases.limit = 1 }) { pool in
            let table = try await table(pool, "id int")
            let begin = ContinuousClock.now
            let task = Task {
                try await pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO \(table) VALUES (1)")
                    try await transaction.execute("SELECT pg_sleep(20)")
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(begin.duration(to: .now) < .seconds(5))
            #expect(try await pool.execute("INSERT INTO \(table) VALUES (2)") == 1)
            #expect(try await pool.query("SELECT id FROM \(table)")[0].decode(Int.self) == 2)
        }
    }

    @Test func `cancelling at any moment leaves the connection in order`() async throws {
        try await withPool({ $0.leases.limit = 1 }) { pool in
            for round in 0..<60 {
                let task = Task { try await pool.execute("SELECT pg_sleep(0.002)") }
                try await Task.sleep(for: .microseconds(100 * round))
                task.cancel()
                _ = await task.result
                let row = try await pool.withConnection { try await $0.query("SELECT \(round)")[0] }
                #expect(try row.decode(Int.self) == round)
            }
        }
    }

    @Test func `a backend that falls silent is given up, and the next lease has another`() async throws {
        try await withPool({
            $0.leases.limit = 1
            $0.leases.statementTimeout = .milliseconds(500)
        }) { pool in
            let pid = try await pool.withConnection {
                try await $0.query("SELECT pg_backend_pid()")[0].decode(Int32.self)
            }
            try await withStopped(pid) {
                let begin = ContinuousClock.now
                let error = try await postgresError { try await pool.execute("SELECT 1") }
                #expect(error.code == .connectionLost)
                #expect((.seconds(5)..<(.seconds(9))).contains(begin.duration(to: .now)))
                #expect(try await pool.execute("SELECT 1") == 1)
            }
        }
    }

    @Test func `a transaction may take another time-out, for itself alone`() async throws {
        try await withPool({
            $0.leases.limit = 1
            $0.leases.statementTimeout = .milliseconds(100)
        }) { pool in
            let slow = try await pool.withTransaction(statementTimeout: .seconds(8)) {
                // Longer than the connection's own limit on silence.
                try await $0.execute("SELECT pg_sleep(5.5)")
            }
            #expect(slow == 1)
            let error = try await postgresError { try await pool.execute("SELECT pg_sleep(5)") }
            #expect(error.sqlState == .queryCanceled)
            let limited = try await postgresError {
                try await pool.withTransaction(statementTimeout: .milliseconds(50)) {
                    try await $0.execute("SELECT pg_sleep(0.09)")
                }
            }
            #expect(limited.sqlState == .queryCanceled)
        }
    }

    @Test func `a leased statement ends with its time-out`() async throws {
        try await withPool({ $0.leases.statementTimeout = .milliseconds(100) }) { pool in
            let error = try await postgresError { try await pool.execute("SELECT pg_sleep(5)") }
            #expect(error.sqlState == .queryCanceled)
            #expect(try await pool.execute("SELECT 1") == 1)
        }
    }

    @Test func `waiting for a connection ends in time`() async throws {
        try await withPool({
            $0.leases.limit = 1
            $0.leases.waitTimeout = .milliseconds(100)
        }) { pool in
            try await pool.withConnection { _ in
                let begin = ContinuousClock.now
                let error = try await postgresError { try await pool.execute("SELECT 1") }
                #expect(error.code == .leaseTimedOut)
                #expect(begin.duration(to: .now) >= .milliseconds(100))
            }
            #expect(try await pool.execute("SELECT 1") == 1)
        }
    }

    @Test func `a full line turns callers away, and who is cancelled leaves it`() async throws {
        try await withPool({
            $0.leases.limit = 1
            $0.leases.queueLimit = 1
        }) { pool in
            try await pool.withConnection { _ in
                let cancelled = Task { try await pool.execute("SELECT 1") }
                try await eventually { pool.status.queuedLeases == 1 }
                let error = try await postgresError { try await pool.execute("SELECT 1") }
                #expect(error.code == .queueFull)
                cancelled.cancel()
                await #expect(throws: CancellationError.self) { try await cancelled.value }
                #expect(pool.status.queuedLeases == 0)
            }
            #expect(try await pool.execute("SELECT 1") == 1)
        }
    }

    @Test func `many callers share few connections`() async throws {
        try await withPool({ $0.leases.waitTimeout = .seconds(60) }) { pool in
            let table = try await table(pool, "id int")
            try await withThrowingTaskGroup { group in
                for id in 0..<400 {
                    group.addTask {
                        try await pool.withTransaction {
                            try await $0.execute("INSERT INTO \(table) VALUES (\(id)::int)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await pool.query("SELECT count(DISTINCT id) FROM \(table)")[0].decode(Int.self) == 400)
            #expect(pool.status.leasedConnections == 0)
        }
    }

    @Test func `a connection lost within a lease is an error, the next lease has a new one`() async throws {
        try await withPool({ $0.leases.limit = 1 }) { pool in
            let error = try await postgresError {
                try await pool.withTransaction { try await $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(error.code == .connectionLost)
            #expect(try await pool.execute("SELECT 1") == 1)
        }
    }

    @Test func `a connection that died unused is replaced without anybody noticing`() async throws {
        try await withPool({ $0.leases.limit = 1 }) { pool in
            let row = try await pool.withConnection { try await $0.query("SELECT pg_backend_pid()")[0] }
            let pid = try row.decode(Int32.self)
            try await withPool { other in _ = try await other.execute("SELECT pg_terminate_backend(\(pid), 2000)") }
            #expect(try await pool.execute("SELECT 1") == 1)
        }
    }

    @Test func `a transaction left open in a lease is rolled back`() async throws {
        try await withPool({ $0.leases.limit = 1 }) { pool in
            let table = try await table(pool, "id int")
            try await pool.withConnection { connection in
                try await connection.runScript("BEGIN; INSERT INTO \(table.sql) VALUES (1)")
            }
            #expect(try await pool.withConnection { try await $0.query("SELECT * FROM \(table)").count } == 0)
        }
    }

    @Test func `a connection kept beyond its lease is refused`() async throws {
        try await withPool { pool in
            let kept = try await pool.withConnection { $0 }
            #expect(try await postgresError { try await kept.execute("SELECT 1") }.code == .closed)
        }
    }

    @Test func `a script runs whole or not at all and tells where it failed`() async throws {
        try await withPool { pool in
            try await pool.withConnection { connection in
                let error = try await postgresError {
                    try await connection.runScript("CREATE TABLE half (id int);\nSELECT nothing;")
                }
                #expect(error.sqlState == .undefinedColumn)
                #expect(error.position == 36)
                let exists = try await connection.query("SELECT to_regclass('half') IS NOT NULL")[0].decode(Bool.self)
                #expect(!exists)
                let copy = try await postgresError { try await connection.runScript("COPY half FROM STDIN") }
                #expect(copy.sqlState == .undefinedTable)
                let fed = try await postgresError {
                    try await connection.runScript("CREATE TEMP TABLE half (id int); COPY half FROM STDIN")
                }
                #expect(fed.code == .unsupported)
                #expect(try await connection.query("SELECT 1").count == 1)
            }
        }
    }
}
