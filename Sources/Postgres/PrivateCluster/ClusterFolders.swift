import Glibc
import SystemPackage

/// Where a private cluster keeps its files, its socket and its locks.
struct ClusterFolders: Sendable {
    let account: ClusterAccount
    /// The cluster's own files (`PGDATA`).
    let data: FilePath
    /// Short, since a Unix socket's path may have 107 bytes at most.
    let socket: FilePath
    let log: FilePath
    let startupLock: FilePath
    let usersLock: FilePath

    static func prepare(in folder: FilePath) async throws -> ClusterFolders {
        let account = try ClusterAccount.choose()
        let wanted = try absolute(folder)
        try makeFolder(wanted, mode: 0o755)
        let root = try resolved(wanted)
        let home = try await reachableHome(for: root, account: account)
        let socket = socketFolder(for: root, account: account)
        try makePrivateFolder(socket, account: account)
        return ClusterFolders(
            account: account, data: home.appending("data"), socket: socket, log: home.appending("postgres.log"),
            startupLock: root.appending("postgres.startup.lock"), usersLock: root.appending("postgres.users.lock"))
    }

    /// Whether a cluster was made for `folder` before. Makes nothing.
    static func holdCluster(for folder: FilePath) -> Bool {
        guard let root = try? resolved(absolute(folder)) else { return false }
        return [inside(root), outside(root)].contains { home in
            access(home.appending("data").appending("PG_VERSION").string, F_OK) == 0
        }
    }

    private static func inside(_ root: FilePath) -> FilePath { root.appending("postgres") }

    private static func outside(_ root: FilePath) -> FilePath {
        FilePath("/var/lib/istri").appending(shortName(of: root))
    }

    /// `<folder>/postgres`, or a folder under `/var/lib/istri` when the account can't enter that one
    /// (a checkout inside root's home, say).
    private static func reachableHome(for root: FilePath, account: ClusterAccount) async throws -> FilePath {
        let inside = inside(root)
        try makePrivateFolder(inside, account: account)
        let probe = account.command(["test", "-w", inside.string])
        if try await ClusterTools.run(probe).succeeded { return inside }

        let home = outside(root)
        try makeFolder(home.removingLastComponent(), mode: 0o755)
        try makePrivateFolder(home, account: account)
        return home
    }

    private static func socketFolder(for root: FilePath, account: ClusterAccount) -> FilePath {
        let name = "istri-\(shortName(of: root))"
        if case .unprivileged = account { return FilePath("/run").appending(name) }
        if let runtime = getenv("XDG_RUNTIME_DIR").map({ FilePath(String(cString: $0)) }),
            access(runtime.string, W_OK) == 0, runtime.length < 60
        {
            return runtime.appending(name)
        }
        return FilePath("/tmp").appending("istri-\(geteuid())-\(shortName(of: root))")
    }

    /// Sixteen hexadecimal digits of the path's FNV-1a hash: names a folder, guards nothing.
    private static func shortName(of path: FilePath) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in path.string.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }

    /// Without symbolic links: processes are recognised by their working folder, which has none.
    private static func resolved(_ path: FilePath) throws -> FilePath {
        guard let real = realpath(path.string, nil) else {
            throw ClusterError.folderNotUsable(folder: path.string, reason: String(cString: strerror(errno)))
        }
        defer { free(real) }
        return FilePath(String(cString: real))
    }

    private static func absolute(_ path: FilePath) throws -> FilePath {
        guard path.isRelative else { return path.lexicallyNormalized() }
        guard let current = getcwd(nil, 0) else {
            throw ClusterError.folderNotUsable(folder: path.string, reason: "the working folder is gone")
        }
        defer { free(current) }
        return FilePath(String(cString: current)).pushing(path).lexicallyNormalized()
    }
}

private func makeFolder(_ path: FilePath, mode: mode_t) throws {
    if mkdir(path.string, mode) == 0 || errno == EEXIST { return }
    if errno == ENOENT {
        try makeFolder(path.removingLastComponent(), mode: mode)
        if mkdir(path.string, mode) == 0 || errno == EEXIST { return }
    }
    if errno == ENOSPC { throw ClusterError.noSpace(folder: path.string) }
    throw ClusterError.folderNotUsable(folder: path.string, reason: String(cString: strerror(errno)))
}

/// Makes a folder that only the account can enter, and refuses one that a stranger made before us.
private func makePrivateFolder(_ path: FilePath, account: ClusterAccount) throws {
    try makeFolder(path, mode: 0o700)
    var owner = geteuid()
    if case .unprivileged(_, let uid, let gid) = account {
        owner = uid
        lchown(path.string, uid, gid)
    }
    var info = stat()
    guard lstat(path.string, &info) == 0, info.st_mode & S_IFMT == S_IFDIR, info.st_uid == owner else {
        throw ClusterError.folderNotUsable(folder: path.string, reason: "it belongs to somebody else")
    }
    chmod(path.string, 0o700)
}
