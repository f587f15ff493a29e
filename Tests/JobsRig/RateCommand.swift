import ArgumentParser
import Jobs
import Postgres

/// How many no-op jobs a worker does in a second, with everything on this machine.
struct RateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate", abstract: "How many no-op jobs a second a worker process does.")

    @OptionGroup var options: RigOptions
    @Option(help: "How many jobs wait when the worker begins.") var jobs = 100_000
    @Option(help: "How many jobs the worker runs at the same time.") var concurrency = 16
    @Option(help: "Seconds during which jobs are enqueued one by one.") var seconds = 10
    @Option(help: "Least jobs a second; with fewer the exit status is 1.") var atLeast = 2000

    func run() async throws {
        let database = try await RigDatabase.open(options)
        let backlog = try await backlog(database)
        say("from a backlog: \(backlog) jobs/s (\(jobs) jobs, \(concurrency) at once, one worker)")
        let (enqueued, done) = try await stream(database)
        say("one transaction each, 4 connections enqueueing: \(enqueued) enqueued/s, \(done) done/s over \(seconds) s")
        let snapshot = try await oldSnapshot(database)
        say("from a backlog, while an old snapshot stops vacuum: \(snapshot) jobs/s")
        try await database.close()
        if min(backlog, done) < atLeast { throw RigFailure(description: "fewer than \(atLeast) jobs/s") }
    }

    private func backlog(_ database: RigDatabase) async throws -> Int {
        for start in stride(from: 0, to: jobs, by: 5000) {
            try await database.pool.withConnection {
                try await (start..<min(start + 5000, jobs)).map { NoOp(number: $0) }.enqueue(on: $0)
            }
        }
        let worker = try WorkerProcess(database: database.conninfo, concurrency: concurrency, leaseSeconds: 30)
        while try await database.count("job_workers") == 0 { try await Task.sleep(for: .milliseconds(1)) }
        let time = try await ContinuousClock().measure { try await database.drained(within: .seconds(300)) }
        try await worker.stop()
        return Int(Double(jobs) / (time / .seconds(1)))
    }

    private func oldSnapshot(_ database: RigDatabase) async throws -> Int {
        try await database.pool.withTransaction(isolation: .repeatableRead) { reader in
            _ = try await reader.query("SELECT count(*) FROM jobs")
            return try await backlog(database)
        }
    }

    /// As requests do it, while the worker works; both as fast as they can.
    private func stream(_ database: RigDatabase) async throws -> (enqueued: Int, done: Int) {
        let worker = try WorkerProcess(database: database.conninfo, concurrency: concurrency, leaseSeconds: 30)
        while try await database.count("job_workers") == 0 { try await Task.sleep(for: .milliseconds(1)) }
        let end = ContinuousClock.now + .seconds(seconds)
        let enqueued = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now < end {
                        try await database.pool.withTransaction { _ = try await NoOp(number: 0).enqueue(on: $0) }
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        let left = try await database.count("jobs")
        try await database.drained(within: .seconds(120))
        try await worker.stop()
        return (enqueued / seconds, (enqueued - left) / seconds)
    }
}
