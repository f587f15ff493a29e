import Foundation
import Postgres
import TestSupport
import Testing

/// A small slice of `make soak-jobs`, with the same processes.
struct KilledWorkerTests {
    @Test func `five kills and a frozen worker lose no job and complete none twice`() async throws {
        var connection: PostgresConnectionInfo?
        try await withDatabase(.schema, as: .owner) {
            connection = $0.connection
        } _: { pool in
            let database = try #require(connection?.database)
            let conninfo = "host=\(try #require(connection?.host)) dbname=\(database) user=istri"
            let rig = try await Program.run("JobsRig", ["kill", "--kills", "5", "--database", conninfo])
            #expect(rig.status == 0, "\(rig.output)")
            #expect(rig.output.contains(" 0 lost, 0 completed twice"), "\(rig.output)")
            #expect(try await pool.count("jobs") == 0)
            #expect(try await pool.count("rig_completions") > 100)
        }
    }
}

/// A program that was built beside these tests.
private enum Program {
    static func run(_ name: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0])
        while !FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent(name).path) {
            try #require(folder.path != "/", "\(name) wasn't built")
            folder.deleteLastPathComponent()
        }
        let process = Process()
        let output = Pipe()
        process.executableURL = folder.appendingPathComponent(name)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "\(Checkout.folder)")
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let deadline = ContinuousClock.now + .seconds(120)
        while process.isRunning {
            if ContinuousClock.now > deadline { process.terminate() }
            try await Task.sleep(for: .milliseconds(50))
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return (process.terminationStatus, text)
    }
}
