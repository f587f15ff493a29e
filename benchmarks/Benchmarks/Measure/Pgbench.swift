import Foundation
import SystemPackage

/// Load on the database alone: eight connections of pgbench, prepared statements.
struct Pgbench: Sendable {
    static let clients = 8
    static let threads = 1
    /// The settings of the server's reading sessions (`Sources/Matching/Sessions.swift` and its pool).
    static let sessionSettings = [
        "plan_cache_mode=force_generic_plan", "jit=off", "default_transaction_read_only=on", "statement_timeout=5000",
    ]

    /// What the server binds beside the pincode, by the names in `sql/nearest.sql`.
    static let variables = ["k=10", "radius_m=Infinity"]

    let cluster: Cluster
    let script: FilePath

    /// The first second doesn't count: in it each connection loads PostGIS, as the server's have long done.
    func run(seconds: Int, seed: Int) async throws -> Sample {
        let arguments = [
            "-n", "-M", "prepared", "-c", String(Self.clients), "-j", String(Self.threads), "-T", String(seconds + 1),
            "-P", "1", "--random-seed", String(seed), "-f", script.string,
        ]
        let variables = Self.variables.flatMap { ["-D", $0] }
        let options = Self.sessionSettings.map { "-c \($0)" }.joined(separator: " ")
        let outcome = try await Program.run(
            ["pgbench"] + cluster.connection + arguments + variables + ["istri"], settings: ["PGOPTIONS": options],
            limit: .seconds(seconds + 30))
        guard outcome.succeeded else { throw Failure("pgbench failed: \(outcome.errors)") }
        return try Self.sample(from: outcome.errors)
    }

    /// Reads lines such as `progress: 2.0 s, 3046.9 tps, lat 2.620 ms stddev 0.5, 0 failed`.
    static func sample(from output: String) throws -> Sample {
        let seconds = output.split(separator: "\n").filter { $0.hasPrefix("progress: ") }.dropFirst()
        let columns = seconds.map { $0.split { $0 == " " || $0 == "," } }
        let rates = columns.compactMap { $0.count > 3 && $0[4] == "tps" ? Double($0[3]) : nil }
        let failed = columns.compactMap { $0.last == "failed" ? Int($0[$0.count - 2]) : nil }
        guard !rates.isEmpty, rates.count == seconds.count, failed.count == seconds.count else {
            throw Failure("pgbench's progress can't be read: \(output)")
        }
        return Sample(perSecond: rates.reduce(0, +) / Double(rates.count), errors: failed.reduce(0, +))
    }

    /// Writes the script: the statement with a random pincode of the list bound to `:pincode`.
    ///
    /// pgbench has no lists, and a lookup in the database would be a cost that the server doesn't have. So the
    /// list becomes a search tree of `CASE`s that pgbench itself walks, eleven comparisons for 2,049 pincodes.
    static func writeScript(_ statement: String, pincodes: [String], to file: FilePath) throws {
        let script = """
            \\set n random(0, \(pincodes.count - 1))
            \\set pincode \(searchTree(pincodes[...]))
            \(statement);

            """
        try script.write(toFile: file.string, atomically: true, encoding: .utf8)
    }

    private static func searchTree(_ pincodes: ArraySlice<String>) -> String {
        guard pincodes.count > 1 else { return pincodes.first ?? "0" }
        let middle = pincodes.startIndex + pincodes.count / 2
        let (low, high) = (searchTree(pincodes[..<middle]), searchTree(pincodes[middle...]))
        return "CASE WHEN :n < \(middle) THEN \(low) ELSE \(high) END"
    }
}
