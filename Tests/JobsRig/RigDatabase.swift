import Foundation
import Logging
import Postgres
import SystemPackage

/// A database with the schema and nothing in it, durable as in production.
struct RigDatabase {
    let conninfo: String
    let pool: PostgresPool
    private let cluster: PrivateCluster?

    static func open(_ options: RigOptions) async throws -> RigDatabase {
        let cluster = options.database == nil ? try await PrivateCluster.open(in: ".build/jobs-rig") : nil
        if let cluster { try await renew(in: cluster) }
        let conninfo = options.database ?? cluster?.conninfo(database: "rig") ?? ""
        var configuration = PostgresConfiguration(try PostgresConnectionInfo(conninfo))
        configuration.readers.count = 1
        configuration.leases.limit = 8
        configuration.leases.settings = ["jit": "off"]
        let pool = PostgresPool(configuration, logger: quiet)
        let folder = FilePath(FileManager.default.currentDirectoryPath).appending("sql")
        _ = try await Migrator(files: MigrationFiles(folder: folder), pool: pool).migrate()
        try await pool.withConnection { try await $0.runScript(tables) }
        return RigDatabase(conninfo: conninfo, pool: pool, cluster: cluster)
    }

    func close() async throws {
        await pool.close()
        try await cluster?.close()
    }

    private static func renew(in cluster: PrivateCluster) async throws {
        var configuration = PostgresConfiguration(try PostgresConnectionInfo(cluster.conninfo(database: "postgres")))
        configuration.readers.count = 0
        let pool = PostgresPool(configuration, logger: quiet)
        try await pool.withConnection {
            try await $0.execute("DROP DATABASE IF EXISTS rig WITH (FORCE)")
            try await $0.execute("CREATE DATABASE rig")
        }
        await pool.close()
    }

    private static var quiet: Logger {
        var logger = Logger(label: "rig")
        logger.logLevel = .error
        return logger
    }

    private static let tables = """
        CREATE TABLE rig_enqueued (number bigint PRIMARY KEY);
        CREATE TABLE rig_runs (number bigint NOT NULL);
        CREATE TABLE rig_entries (number bigint NOT NULL);
        CREATE TABLE rig_completions (number bigint NOT NULL);
        """

    /// From now on each job's completion leaves a line: when its row is gone at the end of the transaction, which a
    /// job that is given back isn't.
    func watchCompletions() async throws {
        try await pool.withConnection {
            try await $0.runScript(
                """
                CREATE FUNCTION rig_note_completion() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NOT EXISTS (SELECT FROM jobs WHERE id = OLD.id) THEN
                        INSERT INTO rig_completions (number) VALUES ((OLD.payload->>'number')::bigint);
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE CONSTRAINT TRIGGER rig_note_completion AFTER DELETE ON jobs
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rig_note_completion();
                """)
        }
    }

    func count(_ rows: Query) async throws -> Int {
        try await pool.withConnection { try await $0.query("SELECT count(*) FROM \(rows)")[0].decode(Int.self) }
    }

    /// Waits until every job is done.
    func drained(within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while try await count("(SELECT FROM jobs LIMIT 1) AS left_over") > 0 {
            guard ContinuousClock.now < deadline else {
                throw RigFailure(description: "\(try await count("jobs")) jobs are left after \(limit)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
