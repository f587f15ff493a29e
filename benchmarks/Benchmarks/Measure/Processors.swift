import Foundation

/// What the machine's processors did between two moments: how much of it was the measurement, and how much not.
struct Processors: Sendable {
    private let all: Double
    private let busy: Double
    private let ours: Double

    /// Reads the clocks now: of the servers, their PostgreSQL, and every program we ran.
    static func now(servers: [Server]) throws -> Processors {
        let total = try String(contentsOfFile: "/proc/stat", encoding: .utf8).split(separator: "\n")[0]
            .split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
        guard total.count == 8 else { throw Failure("/proc/stat can't be read") }
        // user, nice, system, idle, iowait, irq, softirq, steal. Interrupts belong to nobody; what is stolen
        // goes to other machines on the same host.
        let busy = total[0] + total[1] + total[2] + total[7]
        let servers = servers.map { server in
            let (postmaster, cluster) = (server.cluster.postmaster, Family.children(of: server.cluster.postmaster))
            return ticks(of: server.processIdentifier) + ticks(of: postmaster, withEndedChildren: true)
                + cluster.map { ticks(of: $0) }.reduce(0, +)
        }
        return Processors(all: total.reduce(0, +), busy: busy, ours: servers.reduce(ticksOfProgramsRun, +))
    }

    /// The share of all processors' time since `start` that others used, from 0 to 1.
    func usedByOthers(since start: Processors) -> Double {
        max(0, (busy - start.busy) - (ours - start.ours)) / max(1, all - start.all)
    }

    /// Zero when the process is gone.
    private static func ticks(of process: Int32, withEndedChildren: Bool = false) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        // The name, in parentheses, may hold anything; utime, stime, cutime and cstime are 11 to 14 fields behind it.
        let fields = text.split(separator: ")").last?.split(separator: " ").map { Double($0) ?? 0 }
        guard let fields, fields.count > 14 else { return 0 }
        return fields[11...(withEndedChildren ? 14 : 12)].reduce(0, +)
    }

    /// Of ourselves and of the programs that we ran to their end.
    private static var ticksOfProgramsRun: Double {
        let seconds = [RUSAGE_SELF, RUSAGE_CHILDREN].map { who in
            var usage = rusage()
            getrusage(who.rawValue, &usage)
            return [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }.reduce(0, +)
        }
        return seconds.reduce(0, +) * Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
