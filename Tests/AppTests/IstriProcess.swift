import Foundation
import Subprocess
import Synchronization
import Testing

/// The program as a user runs it, in a folder of its own.
final class IstriProcess: Sendable {
    let folder: String
    let port: Int
    private let process: Mutex<Process>
    private let errorPipe = Pipe()

    /// The program that was built beside these tests.
    static var program: String {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0])
        while !FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("istri").path) {
            guard folder.path != "/" else { return "istri" }
            folder.deleteLastPathComponent()
        }
        return folder.appendingPathComponent("istri").path
    }

    init(
        _ arguments: [String], folder: String, port: Int = Int.random(in: 20_000...32_000),
        settings: [String: String] = [:]
    )
        throws
    {
        self.folder = folder
        self.port = port
        let started = Process()
        started.executableURL = URL(fileURLWithPath: Self.program)
        started.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["DATABASE_URL"] = nil
        environment["ISTRI_DATA_DIR"] = folder
        environment["ISTRI_PORT"] = String(port)
        environment.merge(settings) { $1 }
        started.environment = environment
        started.standardOutput = Pipe()
        started.standardError = errorPipe
        try started.run()
        process = Mutex(started)
    }

    var isRunning: Bool { process.withLock { $0.isRunning } }

    func signal(_ number: Int32) { kill(process.withLock { $0.processIdentifier }, number) }

    /// The exit status, or nil when it still runs after `limit`.
    func status(within limit: Duration) async throws -> Int32? {
        let deadline = ContinuousClock.now.advanced(by: limit)
        while isRunning {
            if ContinuousClock.now > deadline { return nil }
            try await Task.sleep(for: .milliseconds(20))
        }
        return process.withLock { $0.terminationStatus }
    }

    /// What it wrote to standard error, once it has ended.
    func errors() -> String { String(decoding: errorPipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }

    /// The status and body of an answer, waiting for the server to listen.
    func get(_ path: String, within limit: Duration = .seconds(120)) async throws -> (status: Int, body: String) {
        let deadline = ContinuousClock.now.advanced(by: limit)
        while true {
            let url = "http://127.0.0.1:\(port)\(path)"
            let text = try await Subprocess.run(
                .name("curl"), arguments: ["-s", "-m", "10", "-w", "\n%{http_code}", url],
                output: .string(limit: 1 << 20)
            ).standardOutput
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let status = lines.last.flatMap { Int($0) } ?? 0
            if status != 0 || ContinuousClock.now > deadline || !isRunning {
                return (status, lines.dropLast().joined(separator: "\n"))
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
