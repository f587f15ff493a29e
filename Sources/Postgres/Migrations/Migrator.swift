/// Brings a database to the schema of a set of files. Several nodes may do so at the same time: an
/// advisory lock lets one work while the others wait, and these then find nothing left to do.
public struct Migrator: Sendable {
    public enum State: String, Sendable { case applied, pending, changed, unknown }

    public struct Status: Sendable {
        public let name: String
        public let state: State
    }

    let files: MigrationFiles
    let pool: PostgresPool

    public init(files: MigrationFiles, pool: PostgresPool) {
        self.files = files
        self.pool = pool
    }

    /// Applies what is pending, each migration in a transaction of its own, then the repeatable files
    /// (functions, triggers, rights, seed) when any of them changed or a migration may have made what they are
    /// about. Returns the names of what was applied.
    ///
    /// - Parameter repeating: Applies the repeatable files in any case.
    /// - Throws: `MigrationError`. Migrations before the failing one stay applied.
    public func migrate(repeating: Bool = false) async throws -> [String] {
        try await pool.withConnection { connection in
            try await lock(connection)
            do {
                let applied = try await applyAll(connection, repeating: repeating)
                try await unlock(connection)
                return applied
            } catch {
                try? await unlock(connection)
                throw error
            }
        }
    }

    /// What is applied, pending, changed since it was applied, or known to the database alone (it was
    /// migrated by a newer version). Reads only, by one statement.
    public func status() async throws -> [Status] {
        let known = try await appliedChecksums(pool)
        let ours = files.migrations.map { file in
            let state: State = known[file.name].map { $0 == file.checksum ? .applied : .changed } ?? .pending
            return Status(name: file.name, state: state)
        }
        return ours + newer(known).map { Status(name: $0, state: .unknown) }
    }

    /// Names of the migrations that this version needs and the database lacks, or has otherwise.
    public func pending() async throws -> [String] {
        try await status().filter { $0.state == .pending || $0.state == .changed }.map(\.name)
    }

    /// Names of the applied migrations that only a newer version knows.
    private func newer(_ known: [String: String]) -> [String] {
        let ours = Set(files.migrations.map(\.name))
        return known.keys.filter { $0 != Self.repeatableRow && !ours.contains($0) }.sorted()
    }

    private static let repeatableRow = "functions and seed"
    /// Any number will do, as long as every version of every node uses the same: "istri" in ASCII.
    private static let lockKey: Int64 = 0x69_7374_7269

    private func applyAll(_ connection: PostgresConnection, repeating: Bool) async throws -> [String] {
        try await createTable(connection)
        let known = try await appliedChecksums(connection)
        var applied: [String] = []
        for file in files.migrations {
            if let before = known[file.name] {
                guard before == file.checksum else { throw MigrationError.changedAfterwards(name: file.name) }
                continue
            }
            try await apply([file], as: file.name, checksum: file.checksum, on: connection)
            applied.append(file.name)
        }
        // An older version that starts beside a newer one must not put its functions back.
        guard newer(known).isEmpty else { return applied }
        let texts = files.repeatable.map(\.text) + files.migrations.map(\.name)
        let sum = MigrationFiles.File.checksum(of: texts.joined(separator: "\n"))
        if repeating || known[Self.repeatableRow] != sum {
            try await apply(files.repeatable, as: Self.repeatableRow, checksum: sum, on: connection)
            applied.append(Self.repeatableRow)
        }
        return applied
    }

    private func apply(
        _ scripts: [MigrationFiles.File], as name: String, checksum: String, on connection: PostgresConnection
    ) async throws {
        try await connection.withTransaction { transaction in
            // Functions name each other in any order; their bodies are checked when they first run.
            try await transaction.runScript("SET LOCAL check_function_bodies = off; SET LOCAL statement_timeout = 0")
            for script in scripts {
                do {
                    try await transaction.runScript(script.text)
                } catch let error as PostgresError {
                    throw MigrationError.failed(file: script.name, cause: error)
                }
            }
            try await transaction.execute(
                """
                INSERT INTO schema_migrations (name, checksum) VALUES (\(name), \(checksum))
                ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = now()
                """)
        }
    }

    /// Asks first, since a login that may only use the tables is refused even when there is nothing to make.
    private func createTable(_ connection: PostgresConnection) async throws {
        guard try await !hasTable(connection) else { return }
        try await connection.runScript(
            """
            SET LOCAL client_min_messages = warning;
            CREATE TABLE IF NOT EXISTS schema_migrations (
                name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """)
    }

    private func appliedChecksums(_ database: some PostgresQueryable) async throws -> [String: String] {
        do {
            let rows = try await database.query("SELECT name, checksum FROM schema_migrations")
            return Dictionary(uniqueKeysWithValues: try rows.map { try $0.decode(String.self, String.self) })
        } catch let error as PostgresError where error.sqlState == .undefinedTable {
            return [:]
        }
    }

    private func hasTable(_ database: some PostgresQueryable) async throws -> Bool {
        try await database.query("SELECT to_regclass('schema_migrations') IS NOT NULL")[0].decode(Bool.self)
    }

    /// Polls, so that a waiting node holds no long-running statement and can be cancelled.
    private func lock(_ connection: PostgresConnection) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(120))
        while ContinuousClock.now < deadline {
            let rows = try await connection.query("SELECT pg_try_advisory_lock(\(Self.lockKey))")
            if try rows[0].decode(Bool.self) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw MigrationError.otherNodeTooSlow
    }

    private func unlock(_ connection: PostgresConnection) async throws {
        _ = try await connection.query("SELECT pg_advisory_unlock(\(Self.lockKey))")
    }
}
