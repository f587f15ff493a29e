import Postgres
import TestSupport

/// The database goes away and comes back.
struct Outage {
    private let database: String
    private let administration: PostgresPool

    init(of pool: PostgresPool) async throws {
        database = try await pool.query("SELECT current_database()::text")[0].decode(String.self)
        administration = try await TestCluster.shared().administration
    }

    /// No new connections, and those there are end.
    func begin() async throws {
        try await allowConnections(false)
        try await endConnections()
    }

    func end() async throws {
        try await allowConnections(true)
    }

    /// - Parameters:
    ///   - name: Ends only connections that call themselves so.
    ///   - spared: The process of one that lives on.
    func endConnections(named name: String? = nil, except spared: Int32 = 0) async throws {
        _ = try await administration.withConnection {
            try await $0.query(
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = \(database) AND pid <> \(spared) AND (\(name)::text IS NULL OR application_name = \(name))
                """)
        }
    }

    /// The processes of the connections that there are.
    func backends() async throws -> [Int32] {
        try await administration.query("SELECT pid FROM pg_stat_activity WHERE datname = \(database)").map {
            try $0.decode(Int32.self)
        }
    }

    func allowConnections(_ allowed: Bool) async throws {
        try await administration.withConnection {
            try await $0.runScript("ALTER DATABASE \"\(database)\" ALLOW_CONNECTIONS \(allowed)")
        }
    }

    /// Waits until some statement waits for a lock.
    func someoneWaits() async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            let waiting = try await administration.query(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = \(database) AND wait_event_type = 'Lock'")
            if try waiting[0].decode(Int64.self) > 0 { return }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
