import Foundation
import Subprocess
import SystemPackage

/// Runs other programs to their end, within a time limit.
enum Program {
    struct Outcome: Sendable {
        let succeeded: Bool
        /// Its exit status or signal, in words.
        let status: String
        let output: String
        let errors: String
    }

    /// Changes to the environment; nil takes a variable away.
    typealias Settings = [String: String?]

    /// - Throws: `Failure` when the program can't be started or takes longer than `limit`; it has been ended then.
    static func run(_ command: [String], settings: Settings = [:], limit: Duration) async throws -> Outcome {
        try await within(limit, name: command.joined(separator: " ")) {
            let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
            do {
                result = try await Subprocess.run(
                    executable(command[0]), arguments: Arguments(Array(command.dropFirst())),
                    environment: .inheriting(settings), platformOptions: .endedGently,
                    output: .string(limit: 4 << 20), error: .string(limit: 4 << 20))
            } catch let error as SubprocessError where error.code == .executableNotFound {
                throw Failure("\(command[0]) is not installed; 'make bench' installs what is needed.")
            }
            try Task.checkCancellation()
            return Outcome(
                succeeded: result.terminationStatus.isSuccess, status: "\(result.terminationStatus)",
                output: result.standardOutput, errors: result.standardError)
        }
    }

    /// The standard output of a program that must succeed.
    ///
    /// - Throws: `Failure` with what it wrote to standard error.
    static func require(_ command: [String], settings: Settings = [:], limit: Duration) async throws -> String {
        let outcome = try await run(command, settings: settings, limit: limit)
        guard outcome.succeeded else {
            throw Failure("\(command.joined(separator: " ").prefix(200)) failed (\(outcome.status)): \(outcome.errors)")
        }
        return outcome.output
    }

    static func executable(_ name: String) -> Executable {
        name.contains("/") ? .path(FilePath(name)) : .name(name)
    }
}

/// Runs `body`, and cancels it when it takes longer.
func within<Result: Sendable>(
    _ limit: Duration, name: String, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else {
            throw Failure("\(name.prefix(200)) took longer than \(limit)")
        }
        return result
    }
}

extension Environment {
    /// Our own environment with changes.
    static func inheriting(_ changes: Program.Settings) -> Environment {
        .inherit.updating(
            Dictionary(
                uniqueKeysWithValues: changes.compactMap { name, value in Key(rawValue: name).map { ($0, value) } }))
    }
}

extension PlatformOptions {
    /// A program whose caller is cancelled is asked to stop, and killed if it doesn't. The time is what a
    /// server needs for the last checkpoint of its database.
    static var endedGently: PlatformOptions {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(30))]
        return options
    }
}

/// Why nothing could be measured, for whoever started it.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
