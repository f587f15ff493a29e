import Foundation

/// A server that one test starts and stops as it likes, in a folder of its own under `/tmp`.
struct PrivateServer: Sendable {
    let folder: String

    var conninfo: String { "host=\(folder) user=postgres dbname=postgres" }

    static func start(password: String) async throws -> PrivateServer {
        let server = PrivateServer(folder: "/tmp/pgtest-\(UInt32.random(in: 0...UInt32.max))")
        try FileManager.default.createDirectory(atPath: server.folder, withIntermediateDirectories: false)
        try password.write(toFile: "\(server.folder)/password", atomically: false, encoding: .utf8)
        if geteuid() == 0 { try await run("chown -R postgres: \(server.folder)") }
        try await server.call(
            "initdb", "--pgdata=\(server.folder)/data", "--username=postgres", "--auth=scram-sha-256",
            "--pwfile=\(server.folder)/password", "--no-sync")
        try await server.start()
        return server
    }

    func start() async throws {
        try await call(
            "pg_ctl", "start", "--wait", "--pgdata=\(folder)/data", "--log=\(folder)/log",
            "--options=-k \(folder) -c listen_addresses= -F -c shared_buffers=16MB")
    }

    func stop() async throws {
        try await call("pg_ctl", "stop", "--wait", "--mode=fast", "--pgdata=\(folder)/data")
    }

    func restart() async throws {
        try await call("pg_ctl", "restart", "--wait", "--mode=fast", "--pgdata=\(folder)/data", "--log=\(folder)/log")
    }

    func remove() async throws {
        try? await stop()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// PostgreSQL refuses to run as root.
    private func call(_ program: String, _ arguments: String...) async throws {
        let account = geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups -- " : ""
        let words = ["$(pg_config --bindir)/\(program)"] + arguments.map { "'\($0)'" }
        try await Self.run("cd / && \(account)\(words.joined(separator: " "))")
    }

    /// By `system` and on a thread of its own: `Process` waits for the server too, which outlives the command.
    private static func run(_ command: String) async throws {
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: system("(\(command)) </dev/null >/dev/null 2>&1")) }
        }
        guard status == 0 else { throw Failure(command: command, status: status) }
    }

    struct Failure: Error {
        var command: String
        var status: Int32
    }
}
