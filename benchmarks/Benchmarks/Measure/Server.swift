import Foundation
import Subprocess
import SystemPackage

/// A running server of the program.
struct Server: Sendable {
    let processIdentifier: Int32
    let address: String
    /// How many the database's network has.
    let centres: Int
    let cluster: Cluster
    /// Resident memory before the first question, in bytes.
    let memoryAtRest: Int

    /// The status and body of an answer; status 0 when there was none.
    static func get(_ address: String) async throws -> (status: Int, body: String) {
        let command = ["curl", "-s", "-m", "10", "-w", "\n%{http_code}", address]
        let lines = try await Program.run(command, limit: .seconds(15)).output
            .split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.last.flatMap { Int($0) } ?? 0, lines.dropLast().joined(separator: "\n"))
    }
}

extension Istri {
    /// Starts a server on a free port, runs `body` once it is ready, and stops it however that ends.
    ///
    /// - Parameter keptAnswersBytes: Memory for kept answers; nil leaves the default.
    func serving<Result: Sendable>(
        centres: Int, keptAnswersBytes: Int?, _ body: (Server) async throws -> Result
    ) async throws -> Result {
        let port = try freePort()
        let log = dataFolder.appending("server.log")
        let output = try FileDescriptor.open(
            log, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        let settings = settings([
            "ISTRI_PORT": String(port),
            "ISTRI_KEPT_ANSWERS_BYTES": keptAnswersBytes.map(String.init),
            // Never reached, and yet counted: what the limit costs is part of the answer's time.
            "ISTRI_RATE_SEARCH": "1000000000/1m",
            // So that those who sign in can come from addresses of their own.
            "ISTRI_TRUSTED_PROXIES": "127.0.0.1",
        ])
        let outcome = try await Subprocess.run(
            .path(program), arguments: ["serve"], environment: .inheriting(settings),
            platformOptions: .endedGently, input: .none,
            output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .combinedWithOutput
        ) { execution in
            let server = try await ready(execution.processIdentifier.value, port: port, centres: centres, log: log)
            let result = try await body(server)
            await execution.teardown(using: PlatformOptions.endedGently.teardownSequence)
            return result
        }
        guard outcome.terminationStatus.isSuccess else {
            throw Failure("The server ended badly (\(outcome.terminationStatus)); see \(log)")
        }
        return outcome.closureResult
    }

    private func ready(_ process: Int32, port: Int, centres: Int, log: FilePath) async throws -> Server {
        let address = "http://127.0.0.1:\(port)"
        for _ in 0..<600 {
            guard lives(process) else { throw Failure("The server didn't start; see \(log)") }
            if try await Server.get(address + "/readyz").status == 200 {
                try await Task.sleep(for: .seconds(1))
                return Server(
                    processIdentifier: process, address: address, centres: centres,
                    cluster: try Cluster(of: dataFolder), memoryAtRest: try Memory.resident(of: process))
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Failure("The server was not ready within a minute; see \(log)")
    }
}

/// Whether a process still runs; one that has ended and waits to be collected doesn't.
private func lives(_ process: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return false }
    return !status.contains("\nState:\tZ")
}

/// A port that was free a moment ago.
private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let found = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
        }
    }
    guard descriptor >= 0, found else { throw Failure("No free port: \(String(cString: strerror(errno)))") }
    return Int(UInt16(bigEndian: address.sin_port))
}
