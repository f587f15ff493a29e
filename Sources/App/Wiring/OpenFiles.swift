import Glibc
import Server

/// The system's limit on open files, of which each connection is one.
enum OpenFiles {
    /// For the database, the log, geodata and whatever else is open beside connections.
    private static let others = 200

    /// Raises this process' own limit as far as it may, and fits the number of connections into it.
    ///
    /// - Throws: `Refusal` when that number was asked for and can't be had.
    static func allow(_ transport: Settings.Transport) throws -> TransportLimits {
        var limits = transport.limits
        let possible = raise(to: limits.connections + others) - others
        guard possible < limits.connections else { return limits }
        guard !transport.isConnectionLimitGiven, possible >= 10 else {
            throw Refusal(
                "ISTRI_MAX_CONNECTIONS is \(limits.connections), but this process may open \(possible + others) files "
                    + "only. Raise that limit (ulimit -n, LimitNOFILE=) or lower the setting.")
        }
        limits.connections = possible
        return limits
    }

    /// - Returns: How many files may be open now.
    private static func raise(to wanted: Int) -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return wanted }
        guard limit.rlim_cur < rlim_t(wanted) else { return wanted }
        limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
        _ = setrlimit(resource, &limit)
        getrlimit(resource, &limit)
        return Int(min(limit.rlim_cur, rlim_t(wanted)))
    }
}
