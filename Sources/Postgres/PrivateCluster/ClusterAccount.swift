import Glibc

/// The operating-system account that the postmaster runs as.
enum ClusterAccount: Sendable {
    /// Whoever runs this process.
    case current
    /// Root started us; PostgreSQL's own account runs the postmaster.
    case unprivileged(name: String, uid: uid_t, gid: gid_t)

    static let unprivilegedName = "postgres"

    static func choose() throws -> ClusterAccount {
        guard geteuid() == 0 else { return .current }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getpwnam_r(unprivilegedName, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            throw ClusterError.accountMissing(name: unprivilegedName)
        }
        return .unprivileged(name: unprivilegedName, uid: entry.pw_uid, gid: entry.pw_gid)
    }

    /// The command that runs `command` as this account.
    func command(_ command: [String]) -> [String] {
        switch self {
        case .current: command
        case .unprivileged(_, let uid, let gid):
            ["setpriv", "--reuid=\(uid)", "--regid=\(gid)", "--clear-groups", "--"] + command
        }
    }
}
