import Foundation

/// A worker as a process of its own, which may be killed.
final class WorkerProcess {
    private let process = Process()

    init(database: String, concurrency: Int, leaseSeconds: Double) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "work", "--database", database, "--concurrency", "\(concurrency)", "--lease-seconds", "\(leaseSeconds)",
        ]
        try process.run()
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Sends SIGKILL, which nothing can be done about.
    func kill9() async throws {
        signal(SIGKILL)
        guard try await ends(within: .seconds(10)) else { throw RigFailure(description: "a killed worker lives") }
    }

    /// - Throws: When it doesn't stop as it should.
    func stop() async throws {
        signal(SIGTERM)
        guard try await ends(within: .seconds(20)), process.terminationStatus == 0 else {
            signal(SIGKILL)
            throw RigFailure(description: "a worker didn't stop on SIGTERM")
        }
    }

    private func ends(within limit: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while process.isRunning {
            if ContinuousClock.now > deadline { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
        return true
    }
}
