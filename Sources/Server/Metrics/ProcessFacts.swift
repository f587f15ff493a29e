import Foundation
import Glibc
import NIOPosix

/// What the system says of this process. Nil where it doesn't.
struct ProcessFacts: Sendable {
    var cpu_s: Double?
    var resident_bytes: Double?
    var openFiles: Double?
    var maxFiles: Double?
    var started_s: Double?

    /// Reads `/proc` on a thread that may wait.
    static func read() async -> ProcessFacts {
        (try? await NIOThreadPool.singleton.runIfActive { readNow() }) ?? ProcessFacts()
    }

    private static func readNow() -> ProcessFacts {
        var facts = ProcessFacts()
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // The name in parentheses may hold spaces; the numbers after it begin with field 3 of proc(5).
        if let stat = text("/proc/self/stat"), let end = stat.lastIndex(of: ")") {
            let fields = stat[end...].split(separator: " ").dropFirst().compactMap { Double($0) ?? 0 }
            if fields.count > 21 {
                facts.cpu_s = (fields[11] + fields[12]) / ticks
                facts.resident_bytes = fields[21] * Double(sysconf(Int32(_SC_PAGESIZE)))
                facts.started_s = bootTime.map { $0 + fields[19] / ticks }
            }
        }
        facts.openFiles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map {
            Double($0.count)
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            facts.maxFiles = Double(limit.rlim_cur)
        }
        return facts
    }

    private static var bootTime: Double? {
        let line = text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) }
    }

    private static func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).map { String(decoding: $0, as: UTF8.self) }
    }
}
