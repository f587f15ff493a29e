import Foundation

/// What the figures were measured on.
struct Machine: Sendable {
    let facts: [(name: String, value: String)]

    /// - Parameter cluster: A running one, asked for its versions.
    static func describe(_ cluster: Cluster) async throws -> Machine {
        let (cpu, memory) = (file("/proc/cpuinfo"), file("/proc/meminfo"))
        let model = value(of: "model name", in: cpu) ?? "unknown"
        let kilobytes = value(of: "MemTotal", in: memory)?.split(separator: " ").first.flatMap { Double($0) } ?? 0
        let system = value(of: "PRETTY_NAME", in: file("/etc/os-release"), separator: "=") ?? "unknown"
        let postgres = try await cluster.ask("SHOW server_version")
        let postgis = try await cluster.ask("SELECT postgis_lib_version()")
        return Machine(facts: [
            ("processor", "\(model), \(ProcessInfo.processInfo.activeProcessorCount) cores"),
            ("memory", "\((kilobytes / 1024 / 1024).formatted(decimals: 1)) GiB"),
            ("system", "\(system.filter { $0 != "\"" }), Linux \(file("/proc/sys/kernel/osrelease").trimmed)"),
            ("scheduler's autogroups", autogroups),
            ("PostgreSQL", postgres), ("PostGIS", postgis), ("Swift", await swiftVersion()),
        ])
    }

    /// Processes that ran or wanted to, on average over the last minute.
    static var loadAverage: String { file("/proc/loadavg").split(separator: " ").first.map(String.init) ?? "unknown" }

    /// They decide the tail of the live query; see README.md.
    private static var autogroups: String {
        switch file("/proc/sys/kernel/sched_autogroup_enabled").trimmed {
        case "0": "off"
        case "1": "on"
        default: "none"
        }
    }

    private static func swiftVersion() async -> String {
        let outcome = try? await Program.run(["swift", "--version"], limit: .seconds(20))
        let words = outcome?.output.split(separator: "\n").first?.split(separator: " ") ?? []
        // "Swift version 6.3.1 (swift-6.3.1-RELEASE)"
        return words.firstIndex(of: "version").flatMap { words.dropFirst($0 + 1).first }.map(String.init) ?? "unknown"
    }

    private static func file(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    private static func value(of name: String, in text: String, separator: Character = ":") -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }?
            .split(separator: separator, maxSplits: 1).last.map { String($0).trimmed }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
