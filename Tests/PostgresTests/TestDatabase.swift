import Foundation
import Logging
import Postgres
import TestSupport
import Testing

/// A database of the tests' own, made once per run: on the server that `ISTRI_TEST_DATABASE` names as a superuser
/// (`"host=/run/postgresql user=postgres"`), else in the private cluster of all tests.
enum TestDatabase {
    static let connection = Task { try await create() }

    /// Leftovers of runs that were killed go first.
    private static func create() async throws -> PostgresConnectionInfo {
        let server = try await server()
        let name = "postgres_tests_\(ProcessInfo.processInfo.processIdentifier)"
        var configuration = PostgresConfiguration(server)
        configuration.readers.count = 1
        let pool = PostgresPool(configuration, logger: .quiet)
        let leftovers = try await pool.query(
            """
            SELECT datname FROM pg_database WHERE datname LIKE 'postgres\\_tests\\_%'
            AND datname NOT IN (SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL)
            """)
        for row in leftovers {
            try await pool.execute("DROP DATABASE IF EXISTS \(identifier: row.column(0, as: String.self))")
        }
        try await pool.execute("CREATE DATABASE \(identifier: name)")
        await pool.close()
        return server.with(database: name)
    }

    private static func server() async throws -> PostgresConnectionInfo {
        guard let text = ProcessInfo.processInfo.environment["ISTRI_TEST_DATABASE"] else {
            return try await TestCluster.shared().conninfo("postgres")
        }
        return try PostgresConnectionInfo(text)
    }
}

extension Logger {
    static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// Runs a test with a pool on the tests' database, and closes it. Few at a time, since a server takes only about a
/// hundred connections.
func withPool<Output>(
    _ change: (inout PostgresConfiguration) -> Void = { _ in }, _ body: (PostgresPool) async throws -> Output
) async throws -> Output {
    if Seats.isTaken { return try await withUncountedPool(change, body) }
    await Seats.shared.take()
    do {
        let output = try await Seats.$isTaken.withValue(true) { try await withUncountedPool(change, body) }
        await Seats.shared.leave()
        return output
    } catch {
        await Seats.shared.leave()
        throw error
    }
}

/// How many tests may hold pools at a time.
private actor Seats {
    static let shared = Seats()
    /// A test that holds a pool may open another without waiting, or two such tests could wait for each other.
    @TaskLocal static var isTaken = false
    private var free = 8
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

private func withUncountedPool<Output>(
    _ change: (inout PostgresConfiguration) -> Void, _ body: (PostgresPool) async throws -> Output
) async throws -> Output {
    var configuration = PostgresConfiguration(try await TestDatabase.connection.value)
    change(&configuration)
    let pool = PostgresPool(configuration, logger: .quiet)
    do {
        let output = try await body(pool)
        await pool.close(grace: .seconds(1))
        return output
    } catch {
        await pool.close(grace: .zero)
        throw error
    }
}

extension PostgresPool {
    /// Holds this pool's only reader while `body` asks, so that the reads land in one batch: lets go when `queued` of
    /// them wait and `meanwhile` is done.
    func withBusyReader<Output: Sendable>(
        until queued: Int, meanwhile: () async throws -> Void = {}, _ body: @Sendable () async throws -> Output
    ) async throws -> Output {
        let key = Int.random(in: 0...Int.max)
        return try await withConnection { holder in
            try await holder.execute("SELECT pg_advisory_lock(\(key))")
            async let busy = query("SELECT pg_advisory_xact_lock(\(key))")
            try await eventually {
                try await holder.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").count > 0
                    && status.queuedReads == 0
            }
            async let output = body()
            try await eventually { status.queuedReads == queued }
            try await meanwhile()
            try await holder.execute("SELECT pg_advisory_unlock(\(key))")
            _ = try await busy
            return try await output
        }
    }
}

/// Keeps a backend on this machine from doing anything while `body` runs, as a database that lost its power would be.
func withStopped<Output>(_ backend: Int32, _ body: () async throws -> Output) async throws -> Output {
    try #require(kill(backend, SIGSTOP) == 0)
    defer { kill(backend, SIGCONT) }
    return try await body()
}

/// Waits until a condition holds, at most for some seconds.
func eventually(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<1000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    throw TooLate()
}

struct TooLate: Error {}

/// The `PostgresError` that `body` throws; a test that gets none or another fails.
func postgresError(_ body: () async throws -> some Any) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    throw NoError()
}

struct NoError: Error {}
