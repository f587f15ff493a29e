import Postgres
import Testing

struct ReaderTests {
    private func oneReader(_ configuration: inout PostgresConfiguration) {
        configuration.readers.count = 1
        configuration.applicationName = "reader-\(UInt32.random(in: 0...UInt32.max))"
    }

    @Test func `a failing statement leaves its neighbours in the batch right`() async throws {
        try await withPool(oneReader) { pool in
            let answers = try await pool.withBusyReader(until: 30) {
                await withTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
                    for index in 0..<30 {
                        group.addTask { (index, await answer(pool, index)) }
                    }
                    return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
            }
            for index in 0..<30 {
                switch (index % 10, answers[index]) {
                case (3, .failure(let error as PostgresError)): #expect(error.sqlState == .divisionByZero)
                case (7, .failure(let error as PostgresError)): #expect(error.sqlState == .undefinedTable)
                case (_, .success(let value)): #expect(value == index)
                default: Issue.record("\(index): \(String(describing: answers[index]))")
                }
            }
        }
    }

    private func answer(_ pool: PostgresPool, _ index: Int) async -> Result<Int, any Error> {
        do {
            let query: Query =
                switch index % 10 {
                case 3: "SELECT \(index) / 0"
                case 7: "SELECT \(index) FROM no_such_table"
                default: "SELECT \(index)"
                }
            return .success(try await pool.query(query)[0].decode(Int.self))
        } catch {
            return .failure(error)
        }
    }

    @Test func `reads whose backend is terminated in mid-batch are answered over a new connection`() async throws {
        try await withPool(oneReader) { pool in
            let name = try await pool.query("SELECT current_setting('application_name')")[0].decode(String.self)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<20 {
                    group.addTask { try await pool.query("SELECT \(index) FROM pg_sleep(0.03)")[0].decode(Int.self) }
                }
                try await Task.sleep(for: .milliseconds(100))
                let terminated = try await pool.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = \(name) AND pid <> pg_backend_pid()
                    """)
                #expect(terminated == 1)
                let sum = try await group.reduce(0, +)
                #expect(sum == 190)
            }
        }
    }

    @Test func `a read that kills its backend fails alone`() async throws {
        try await withPool(oneReader) { pool in
            try await pool.withBusyReader(until: 3) {
                async let killed = postgresError {
                    try await pool.query("SELECT pg_terminate_backend(pg_backend_pid())")
                }
                async let before = pool.query("SELECT 1")
                async let after = pool.query("SELECT 2")
                #expect(try await before[0].decode(Int.self) + after[0].decode(Int.self) == 3)
                let error = try await killed
                #expect(error.code == .connectionLost)
                #expect(error.sqlState == .adminShutdown)
            }
        }
    }

    @Test func `a cancelled caller stops waiting at once`() async throws {
        try await withPool(oneReader) { pool in
            let begin = ContinuousClock.now
            let caller = Task { try await pool.query("SELECT pg_sleep(4)") }
            try await Task.sleep(for: .milliseconds(100))
            caller.cancel()
            await #expect(throws: CancellationError.self) { try await caller.value }
            #expect(begin.duration(to: .now) < .seconds(3))
        }
    }

    @Test func `a task cancelled beforehand asks nothing`() async throws {
        try await withPool { pool in
            let caller = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await pool.query("SELECT 1")
            }
            caller.cancel()
            await #expect(throws: CancellationError.self) { try await caller.value }
        }
    }

    @Test func `a full queue turns callers away at once`() async throws {
        try await withPool({
            oneReader(&$0)
            $0.readers.queueLimit = 5
        }) { pool in
            try await pool.withBusyReader(until: 5) {
                let begin = ContinuousClock.now
                let error = try await postgresError { try await pool.query("SELECT 6") }
                #expect(error.code == .queueFull)
                #expect(begin.duration(to: .now) < .seconds(1))
            } _: {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for index in 0..<5 { group.addTask { try await pool.query("SELECT \(index)")[0].decode(Int.self) } }
                    let sum = try await group.reduce(0, +)
                    #expect(sum == 10)
                }
            }
        }
    }

    @Test func `10,000 callers at once each get their own answer`() async throws {
        try await withPool { pool in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<10_000 {
                    group.addTask {
                        let row = try await pool.query("SELECT \(index), \(String(index))::text")[0]
                        return try row.decode(Int.self, String.self) == (index, String(index))
                    }
                }
                let right = try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                #expect(right == 10_000)
            }
        }
    }

    @Test func `a slow read ends with the statement time-out`() async throws {
        try await withPool({
            oneReader(&$0)
            $0.readers.statementTimeout = .milliseconds(100)
        }) { pool in
            let error = try await postgresError { try await pool.query("SELECT pg_sleep(5)") }
            #expect(error.sqlState == .queryCanceled)
            #expect(try await pool.query("SELECT 1").count == 1)
        }
    }

    @Test func `when a reader's backend falls silent, callers learn in time and the reader is given up`() async throws {
        try await withPool({
            oneReader(&$0)
            $0.readers.statementTimeout = .milliseconds(500)
            $0.readers.patience = .seconds(1)
        }) { pool in
            let pid = try await pool.query("SELECT pg_backend_pid()")[0].decode(Int32.self)
            try await withStopped(pid) {
                let begin = ContinuousClock.now
                async let underway = postgresError { try await pool.query("SELECT 1") }
                try await Task.sleep(for: .milliseconds(300))
                async let queued = postgresError { try await pool.query("SELECT 2") }
                #expect(try await underway.code == .connectionUnavailable)
                #expect(try await queued.code == .connectionUnavailable)
                #expect((.seconds(1)..<(.seconds(4))).contains(begin.duration(to: .now)))
                try await eventually { (try? await pool.query("SELECT 3").count) == 1 }
                #expect(begin.duration(to: .now) < .seconds(10))
                #expect(try await pool.query("SELECT pg_backend_pid()")[0].decode(Int32.self) != pid)
            }
        }
    }

    @Test func `a batch may take as long as its callers wait`() async throws {
        try await withPool({
            oneReader(&$0)
            $0.readers.statementTimeout = .seconds(2)
            $0.readers.patience = .seconds(20)
        }) { pool in
            let pid = try await pool.query("SELECT pg_backend_pid()")[0].decode(Int32.self)
            let pids = try await pool.withBusyReader(until: 10) {
                try await withThrowingTaskGroup(of: Int32.self) { group in
                    for _ in 0..<10 {
                        group.addTask {
                            try await pool.query("SELECT pg_backend_pid() FROM pg_sleep(0.8)")[0].decode(Int32.self)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            }
            #expect(pids == Array(repeating: pid, count: 10))
        }
    }

    @Test func `readers refuse to write`() async throws {
        try await withPool { pool in
            let error = try await postgresError { try await pool.query("CREATE TABLE never (id int)") }
            #expect(error.sqlState == .readOnlyTransaction)
        }
    }

    @Test func `a read that opens a transaction or copies does not spoil the reader`() async throws {
        try await withPool(oneReader) { pool in
            let pid = try await pool.query("SELECT pg_backend_pid()")[0].decode(Int32.self)
            _ = try? await pool.query("BEGIN")
            let next = try await pool.query("SELECT pg_backend_pid()")[0].decode(Int32.self)
            #expect(next != pid)
            let copy = try await postgresError { try await pool.query("COPY (SELECT 1) TO STDOUT") }
            #expect(copy.code == .unsupported)
            #expect(try await pool.query("SELECT 1").count == 1)
        }
    }

    @Test func `settings and prewarm statements hold on every reader`() async throws {
        let change = { (configuration: inout PostgresConfiguration) in
            configuration.readers.settings = [
                "plan_cache_mode": "force_generic_plan", "search_path": "\"a b\", public",
            ]
            configuration.readers.prewarm = [
                "SELECT set_config('test.warm', 'yes', false)", "SELECT no_such_function()",
            ]
        }
        try await withPool(change) { pool in
            let row = try await pool.query(
                """
                SELECT current_setting('plan_cache_mode'), current_setting('search_path'), current_setting('test.warm')
                """)[0]
            let settings = try row.decode(String.self, String.self, String.self)
            #expect(settings == ("force_generic_plan", "\"a b\", public", "yes"))
        }
    }

    @Test func `a closed pool answers what waits and refuses the rest`() async throws {
        try await withPool(oneReader) { pool in
            async let slow = pool.query("SELECT 1 FROM pg_sleep(0.3)")
            try await Task.sleep(for: .milliseconds(100))
            await pool.close()
            #expect(try await slow.count == 1)
            #expect(try await postgresError { try await pool.query("SELECT 1") }.code == .closed)
            #expect(try await postgresError { try await pool.execute("SELECT 1") }.code == .closed)
        }
    }

    @Test func `closing waits no longer than its grace`() async throws {
        try await withPool({
            oneReader(&$0)
            $0.readers.statementTimeout = nil
        }) { pool in
            async let slow = postgresError { try await pool.query("SELECT pg_sleep(30)") }
            try await Task.sleep(for: .milliseconds(100))
            let begin = ContinuousClock.now
            await pool.close(grace: .milliseconds(200))
            #expect(begin.duration(to: .now) < .seconds(10))
            #expect(try await slow.code == .connectionLost)
        }
    }
}
