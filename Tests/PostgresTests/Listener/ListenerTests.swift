import Postgres
import Synchronization
import Testing

struct ListenerTests {
    /// What a handler was given, in order.
    private final class Log: Sendable {
        private let list = Mutex<[PostgresListener.Event]>([])
        var events: [PostgresListener.Event] { list.withLock { $0 } }
        func append(_ event: PostgresListener.Event) { list.withLock { $0.append(event) } }
    }

    private func listen(
        to channels: [String], heartbeat: Duration? = nil, _ log: Log
    ) async throws -> PostgresListener {
        let connection = try await TestDatabase.connection.value
        var configuration = PostgresListener.Configuration(connection, channels: channels)
        configuration.applicationName = "listener-\(channels[0])"
        configuration.heartbeatInterval = heartbeat
        return try PostgresListener(configuration, logger: .quiet) { log.append($0) }
    }

    @Test func `events arrive in order as a stream`() async throws {
        try await withPool { pool in
            var events = pool.listen(to: "stream one", "two").makeAsyncIterator()
            #expect(await events.next() == .connected(afterLoss: false))
            try await pool.withTransaction { transaction in
                try await transaction.execute("SELECT pg_notify('stream one', 'a'), pg_notify('two', '')")
            }
            #expect(await events.next() == .notification(channel: "stream one", payload: "a"))
            #expect(await events.next() == .notification(channel: "two", payload: ""))
        }
    }

    @Test func `a lost listener comes back and says that it was away`() async throws {
        let log = Log()
        let listener = try await listen(to: ["lost"], log)
        try await withPool { pool in
            try await eventually { log.events == [.connected(afterLoss: false)] }
            try await pool.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener-lost'
                """)
            try await eventually { log.events.count == 3 }
            try await pool.execute("NOTIFY lost, 'again'")
            try await eventually { log.events.count == 4 }
        }
        let again = PostgresListener.Event.notification(channel: "lost", payload: "again")
        #expect(log.events == [.connected(afterLoss: false), .lost, .connected(afterLoss: true), again])
        await listener.closed()
    }

    @Test func `what was committed before the confirmed instant has been handled`() async throws {
        let log = Log()
        let listener = try await listen(to: ["beat"], heartbeat: .milliseconds(5), log)
        try await withPool { pool in
            try await eventually { listener.lastConfirmed != nil }
            for number in 1...50 {
                try await pool.execute("SELECT pg_notify('beat', \(String(number)))")
                let committed = ContinuousClock.now
                while listener.lastConfirmed! < committed { try await Task.sleep(for: .milliseconds(1)) }
                #expect(log.events.last == .notification(channel: "beat", payload: String(number)))
            }
        }
        await listener.closed()
    }

    @Test func `a heartbeat can be asked for, and none comes unasked`() async throws {
        let log = Log()
        let listener = try await listen(to: ["asked"], log)
        try await eventually { !log.events.isEmpty }
        try await Task.sleep(for: .milliseconds(50))
        #expect(listener.lastConfirmed == nil)
        let begin = ContinuousClock.now
        listener.heartbeat()
        try await eventually { listener.lastConfirmed != nil }
        #expect(try #require(listener.lastConfirmed) >= begin)
        await listener.closed()
    }

    @Test func `a commit's own notification is handed over before the commit returns`() async throws {
        let log = Log()
        let change = { (configuration: inout PostgresConfiguration) in
            configuration.leases.channels = ["own"]
            configuration.leases.notificationHandler = {
                log.append(.notification(channel: $0.channel, payload: $0.payload))
            }
        }
        try await withPool(change) { pool in
            for number in 1...50 {
                try await pool.withTransaction { transaction in
                    try await transaction.execute("SELECT pg_notify('own', \(String(number)))")
                    #expect(log.events.count == number - 1)
                }
                #expect(log.events.last == .notification(channel: "own", payload: String(number)))
            }
        }
    }
}
