import SystemPackage

/// A PostgreSQL cluster of our own in a folder: made on first use, reached through a Unix socket
/// only, kept between starts, and shared by every process that opens the same folder.
///
/// The first process to open it starts the postmaster and the last to close it stops it. A
/// postmaster that outlived a killed owner is adopted; one that no longer answers is stopped first.
public struct PrivateCluster: Sendable {
    /// Connection string (libpq key=value syntax) for a database of this cluster.
    ///
    /// - Parameter login: One that `createLogin` made; nil is the superuser, who owns what is in the cluster.
    public func conninfo(database: String = "istri", login: String? = nil) -> String {
        "host=\(socketFolder) dbname=\(database) user=\(login ?? Self.superuser)"
    }

    /// Folder of the Unix socket, readable by the cluster's account alone.
    public let socketFolder: FilePath
    /// Folder of the cluster's files. Differs from the folder asked for when the unprivileged
    /// account could not reach that one.
    public let dataFolder: FilePath

    static let superuser = "istri"

    private let tools: ClusterTools
    private let users: FileLock
    private let startup: FilePath

    /// Opens the cluster under `folder`, making and starting it if need be. Takes seconds on first
    /// use, about 0.2 s when it must be started, less when it runs already.
    ///
    /// - Parameter settings: Server parameters beside ours, for when this call starts the postmaster.
    /// - Throws: `ClusterError`, each case with a sentence that tells a person what to do.
    public static func open(in folder: FilePath, settings: [String] = []) async throws -> PrivateCluster {
        let folders = try await ClusterFolders.prepare(in: folder)
        let tools = try await ClusterTools.find(account: folders.account)
        let startup = try await FileLock.exclusive(on: folders.startupLock, within: .seconds(90))
        defer { startup.release() }

        let users = try FileLock.shared(on: folders.usersLock)
        do {
            try await tools.initialiseIfNeeded(folders)
            let socketFolder = try await tools.adoptOrStart(folders, settings: settings)
            return PrivateCluster(
                socketFolder: socketFolder, dataFolder: folders.data, tools: tools, users: users,
                startup: folders.startupLock)
        } catch {
            users.release()
            throw error
        }
    }

    /// Whether a cluster was made under `folder` before; opening it would make one. An account that may not look into
    /// the folder sees none.
    public static func exists(in folder: FilePath) -> Bool { ClusterFolders.holdCluster(for: folder) }

    /// Leaves the cluster, and stops it (waiting for its last checkpoint) unless another process
    /// still has it open.
    public func close() async throws {
        let startup = try await FileLock.exclusive(on: self.startup, within: .seconds(90))
        defer { startup.release() }
        let isLast = users.upgradeToExclusive()
        defer { users.release() }
        if isLast { try await tools.stop(dataFolder, mode: "fast") }
    }

    /// Creates the database unless it exists.
    public func createDatabase(_ name: String = "istri") async throws {
        try await tools.createDatabase(name, socketFolder: socketFolder)
    }

    /// Creates a login, unless it exists, that has no right of its own and may work as `role`, which is created too.
    /// Both names are plain identifiers.
    public func createLogin(_ login: String, for role: String) async throws {
        try await tools.createLogin(login, for: role, socketFolder: socketFolder)
    }
}
