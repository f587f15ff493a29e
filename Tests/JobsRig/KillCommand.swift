import ArgumentParser
import Foundation

/// Kills workers while jobs are enqueued and done, and then counts: each job exactly one completion.
struct KillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill", abstract: "Kill -9 workers, freeze others, and count what became of the jobs.")

    @OptionGroup var options: RigOptions
    @Option(help: "How many times a worker is killed.") var kills = 50
    @Option(help: "How long a lost worker's jobs stay its own, in seconds.") var leaseSeconds = 1.5

    func run() async throws {
        let database = try await RigDatabase.open(options)
        try await database.watchCompletions()
        let producer = Producer(database: database, leaseSeconds: leaseSeconds)
        let production = Task { try await producer.run() }
        var workers = try (0..<2).map { _ in try start(database) }
        do {
            for kill in 1...kills {
                try await Task.sleep(for: .milliseconds(Int.random(in: 200...900)))
                let victim = Int.random(in: 0..<workers.count)
                // Every fifth time the other is frozen past its lease: it wakes believing that its jobs are its own.
                if kill % 5 == 0 { try await freeze(workers[1 - victim]) }
                try await workers[victim].kill9()
                workers[victim] = try start(database)
            }
            await producer.stop()
            try await production.value
            try await database.drained(within: .seconds(60))
            for worker in workers { try await worker.stop() }
        } catch {
            for worker in workers { worker.signal(SIGKILL) }
            throw error
        }
        let verdict = try await Verdict(database)
        say("\(kills) kills, \(kills / 5) frozen past the lease: \(verdict)")
        try await database.close()
        if !verdict.isGood { throw RigFailure(description: "jobs were lost or completed twice") }
    }

    private func start(_ database: RigDatabase) throws -> WorkerProcess {
        try WorkerProcess(database: database.conninfo, concurrency: 16, leaseSeconds: leaseSeconds)
    }

    private func freeze(_ worker: WorkerProcess) async throws {
        worker.signal(SIGSTOP)
        try await Task.sleep(for: .seconds(2 * leaseSeconds))
        worker.signal(SIGCONT)
    }
}
