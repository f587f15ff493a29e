import Glibc
import SystemPackage

extension ClusterTools {
    /// Makes the cluster beside its place and moves it there whole, so that a half-made one (killed,
    /// disk full) is never taken for a cluster.
    func initialiseIfNeeded(_ folders: ClusterFolders) async throws {
        let versionFile = folders.data.appending("PG_VERSION").string
        let found = try await Self.run(["cat", versionFile])
        if found.succeeded {
            guard found.output == version else {
                throw ClusterError.otherVersion(
                    folder: folders.data.string, found: found.output, installed: version)
            }
            return
        }
        let draft = FilePath(folders.data.string + ".new")
        _ = try await Self.run(["rm", "-rf", draft.string])
        do {
            try await require(
                "initdb",
                [
                    "--username=\(PrivateCluster.superuser)", "--auth-local=trust", "--auth-host=reject",
                    "--encoding=UTF8", "--locale=C.UTF-8", "-D", draft.string,
                ], step: "Making the PostgreSQL cluster")
        } catch {
            _ = try await Self.run(["rm", "-rf", draft.string])
            throw error
        }
        guard rename(draft.string, folders.data.string) == 0 else {
            throw ClusterError.folderNotUsable(
                folder: folders.data.string, reason: String(cString: strerror(errno)))
        }
    }

    /// Returns the socket folder of a postmaster that answers: the one that runs already (left by a
    /// killed owner, or shared with a living one), else a new one.
    func adoptOrStart(_ folders: ClusterFolders, settings: [String]) async throws -> FilePath {
        if let running = Postmaster(of: folders.data) {
            if try await answers(running.socketFolder) { return running.socketFolder }
            try await stop(folders.data, mode: "immediate")
        } else {
            try await Postmaster.clearStaleFiles(of: folders.data, socketFolder: folders.socket)
        }
        try await trimLog(folders.log)
        try await require(
            "pg_ctl",
            [
                "start", "-w", "-t", "60", "-D", folders.data.string, "-l", folders.log.string,
                "-o", serverOptions(folders.socket, settings),
            ], step: "Starting PostgreSQL", log: folders.log)
        return folders.socket
    }

    func stop(_ data: FilePath, mode: String) async throws {
        try await require(
            "pg_ctl", ["stop", "-w", "-t", "60", "-m", mode, "-D", data.string], step: "Stopping PostgreSQL")
    }

    func createDatabase(_ name: String, socketFolder: FilePath) async throws {
        let target = ["-h", socketFolder.string, "-U", PrivateCluster.superuser]
        let known = try await run("psql", target + ["-d", "postgres", "-XAtc", "SELECT datname FROM pg_database"])
        if known.succeeded, known.output.split(separator: "\n").contains(Substring(name)) { return }
        try await require("createdb", target + [name], step: "Creating the database \(name)")
    }

    /// Of processes that start together one makes it; the others find it made.
    func createLogin(_ login: String, for role: String, socketFolder: FilePath) async throws {
        let script = """
            DO $$ BEGIN
                PERFORM pg_advisory_xact_lock(hashtext('istri logins'));
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role)') THEN
                    CREATE ROLE \(role) NOLOGIN;
                END IF;
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(login)') THEN
                    CREATE ROLE \(login) LOGIN NOINHERIT IN ROLE \(role);
                END IF;
            END $$
            """
        let target = ["-h", socketFolder.string, "-U", PrivateCluster.superuser, "-d", "postgres"]
        try await require(
            "psql", target + ["-Xq", "-v", "ON_ERROR_STOP=1", "-c", script], step: "Creating the login \(login)")
    }

    private func answers(_ socketFolder: FilePath) async throws -> Bool {
        let question = ["-h", socketFolder.string, "-U", PrivateCluster.superuser, "-t", "5", "-d", "postgres"]
        for _ in 0..<20 {
            if try await run("pg_isready", question).succeeded { return true }
            try await Task.sleep(for: .milliseconds(250))
        }
        return false
    }

    /// Durable, and sized for a small machine that the server shares.
    private func serverOptions(_ socket: FilePath, _ settings: [String]) -> String {
        let ours = [
            "listen_addresses=", "unix_socket_directories=\(socket)", "unix_socket_permissions=0700",
            "shared_buffers=256MB", "max_connections=100", "random_page_cost=1.1", "jit=off",
            "max_wal_size=1GB", "log_min_messages=warning", "log_line_prefix=%m[%p]", "timezone=Asia/Kolkata",
        ]
        return (ours + settings).map { "-c '\($0)'" }.joined(separator: " ")
    }

    /// Keeps the log from growing for ever: nobody rotates it for us.
    private func trimLog(_ log: FilePath) async throws {
        let script = #"test "$(stat -c %s "$1")" -lt 10000000 || : > "$1""#
        _ = try await Self.run(account.command(["sh", "-c", script, "sh", log.string]))
    }
}
