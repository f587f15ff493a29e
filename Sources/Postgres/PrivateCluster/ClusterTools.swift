import Glibc
import Subprocess
import SystemPackage

/// PostgreSQL's own programs, run as the cluster's account.
struct ClusterTools: Sendable {
    struct Outcome: Sendable {
        let status: TerminationStatus
        let output: String
        var succeeded: Bool { status.isSuccess }
    }

    let binaries: FilePath
    let version: String
    let account: ClusterAccount

    /// Finds the newest server version installed where Debian puts them, else the ones on `PATH`.
    static func find(account: ClusterAccount) async throws -> ClusterTools {
        let script = "ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1"
        var folder = try await run(["sh", "-c", script]).output
        if folder.isEmpty { folder = try await run(["pg_config", "--bindir"]).output }
        guard !folder.isEmpty else { throw ClusterError.binariesNotFound }
        let binaries = FilePath(folder)
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        let words = try await run([binaries.appending("postgres").string, "--version"]).output.split(separator: " ")
        guard words.count > 2, let major = words[2].split(separator: ".").first else {
            throw ClusterError.binariesNotFound
        }
        return ClusterTools(binaries: binaries, version: String(major), account: account)
    }

    /// Runs a program of the cluster as its account.
    func run(_ program: String, _ arguments: [String]) async throws -> Outcome {
        try await Self.run(account.command([binaries.appending(program).string] + arguments))
    }

    /// - Throws: `ClusterError` when the program fails, telling a full disk from other causes.
    func require(_ program: String, _ arguments: [String], step: String, log: FilePath? = nil) async throws {
        let outcome = try await run(program, arguments)
        if outcome.succeeded { return }
        var output = outcome.output
        if let log { output += try await Self.run(["tail", "-n", "5", log.string]).output }
        if output.contains("No space left on device") {
            throw ClusterError.noSpace(folder: log?.removingLastComponent().string ?? arguments.last ?? "")
        }
        throw ClusterError.failed(step: step, output: output)
    }

    /// Runs a command of the system, both its outputs as one trimmed text. A program that is not
    /// there counts as one that failed.
    static func run(_ command: [String]) async throws -> Outcome {
        let program = command[0].contains("/") ? Executable.path(FilePath(command[0])) : .name(command[0])
        do {
            let result = try await Subprocess.run(
                program, arguments: Arguments(Array(command.dropFirst())),
                environment: .inherit.updating(["LC_ALL": "C.UTF-8"]),
                workingDirectory: "/", output: .string(limit: 256 * 1024), error: .combinedWithOutput)
            let text = result.standardOutput.trimmed()
            return Outcome(status: result.terminationStatus, output: text)
        } catch is SubprocessError {
            return Outcome(status: .exited(127), output: "")
        }
    }
}

extension String {
    fileprivate func trimmed() -> String {
        var text = Substring(self)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }
}
