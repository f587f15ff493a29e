import SystemPackage

/// Load over HTTP: by default 32 connections, each asking for a random path of a list as soon as it has its answer.
struct Wrk: Sendable {
    /// One thread of wrk is not yet the bottleneck, and leaves more of two cores to what is measured.
    static let threads = 1

    let server: Server
    /// One path a line.
    let paths: FilePath
    let script: FilePath
    var connections = 32

    func run(seconds: Int, seed: Int) async throws -> Sample {
        let command = [
            "wrk", "-t\(Self.threads)", "-c\(connections)", "-d\(seconds)s", "--timeout", "5s",
            "-s", script.string, server.address, "--", paths.string, String(seed),
        ]
        let output = try await Program.require(command, limit: .seconds(seconds + 30))
        return try Self.sample(from: output)
    }

    /// Reads the line that `http/random.lua` prints.
    static func sample(from output: String) throws -> Sample {
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("result ") }) else {
            throw Failure("wrk printed no result: \(output)")
        }
        let pairs = line.split(separator: " ").dropFirst().map { $0.split(separator: "=") }
        func number(_ name: String) throws -> Double {
            guard let pair = pairs.first(where: { $0.count == 2 && $0[0] == name }), let value = Double(pair[1]) else {
                throw Failure("wrk's result doesn't tell \(name): \(line)")
            }
            return value
        }
        let errors = try ["bad_status", "connect", "read", "write", "timeout"].map(number).reduce(0, +)
        return Sample(
            perSecond: try number("requests") / number("duration_us") * 1_000_000,
            p50: try number("p50_us") / 1000, p95: try number("p95_us") / 1000, p99: try number("p99_us") / 1000,
            errors: Int(errors))
    }
}
