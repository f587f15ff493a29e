import Logging
import Matching
import Postgres

/// The database by the login that the settings name, which owns the tables. Its connections are opened for one
/// purpose and closed again: everything else goes over the pool, with the server's rights alone.
struct OwnerAccess: Sendable {
    let connection: PostgresConnectionInfo
    let files: MigrationFiles
    let logger: Logger

    /// Brings the database to this version's schema, and sees to it that the server's role can be taken: a
    /// database that was restored on another machine comes without it, since roles belong to the cluster.
    ///
    /// - Throws: `MigrationError`, with what to run as a superuser when this login may not make the role.
    func migrate() async throws {
        try await withPool { pool in
            let migrator = Migrator(files: files, pool: pool)
            var applied = try await migrator.migrate()
            if try await !rightsAreInForce(on: pool) { applied += try await migrator.migrate(repeating: true) }
            if !applied.isEmpty { logger.info("Schema brought up to date", metadata: ["applied": "\(applied)"]) }
        }
    }

    /// Where the schema stands, asked without the server's role, which may not be there yet.
    func status() async throws -> [Migrator.Status] {
        try await withPool { try await Migrator(files: files, pool: $0).status() }
    }

    func withPool<Result: Sendable>(_ body: (PostgresPool) async throws -> Result) async throws -> Result {
        var configuration = PostgresConfiguration.istri(connection).withoutStatementLimit
        configuration.readers.count = 1
        configuration.readers.prewarm = []
        let pool = PostgresPool(configuration, logger: logger)
        do {
            let result = try await body(pool)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    /// Whether the role exists, this login may take it, and it may write the audit.
    private func rightsAreInForce(on pool: PostgresPool) async throws -> Bool {
        try await pool.query(
            """
            SELECT coalesce(bool_and(pg_has_role(current_user, oid, 'MEMBER')
                AND has_table_privilege(oid, 'audit_log', 'INSERT')), false)
            FROM pg_roles WHERE rolname = 'istri_app'
            """)[0].decode(Bool.self)
    }
}

extension Migrator.Status {
    /// Neither missing nor otherwise than this version has it.
    var isSettled: Bool { state != .pending && state != .changed }
}
