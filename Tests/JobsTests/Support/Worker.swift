import Foundation
import Jobs
import Postgres
import TestSupport
import Testing

/// Runs a worker beside `body`, and cancels its task when `body` returns.
func withWorker<Result: Sendable>(
    on database: PostgresConnectionInfo, _ handlers: JobHandlers, concurrency: Int = 4,
    lease: Duration = .seconds(30), _ body: () async throws -> Result
) async throws -> Result {
    var limits = JobWorker.Limits()
    limits.concurrency = concurrency
    limits.lease = lease
    let worker = JobWorker(connection: database, handlers: handlers, limits: limits, logger: .test)
    let work = Task { try await worker.run() }
    do {
        let result = try await body()
        work.cancel()
        try await work.value
        return result
    } catch {
        work.cancel()
        try await work.value
        throw error
    }
}

/// A database with the schema, and what connects to it.
func withQueue<Result: Sendable>(
    _ body: (PostgresPool, PostgresConnectionInfo) async throws -> Result
) async throws -> Result {
    var connection: PostgresConnectionInfo?
    return try await withDatabase(.schema) {
        connection = $0.connection
    } _: { pool in
        guard let connection else { preconditionFailure("the database was made without its configuration") }
        return try await body(pool, connection)
    }
}

/// Waits for `condition`, and fails the test when it isn't met within ten seconds.
func expectSoon(
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("this didn't come true", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}

/// What handlers have seen.
actor Seen {
    private(set) var texts: [String] = []

    func add(_ text: String) { texts.append(text) }
    var count: Int { texts.count }
}
