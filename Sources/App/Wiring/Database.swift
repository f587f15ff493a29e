import Logging
import Matching
import Postgres
import SystemPackage

/// The database that the settings name, opened and at this version's schema.
struct Database: Sendable {
    let pool: PostgresPool
    let connection: PostgresConnectionInfo
    /// Hears the changes that this pool's connections make; `listen` adds everybody else's.
    let changes: ChangeFeed
    let migrator: Migrator
    private let cluster: PrivateCluster?

    /// Opens the configured database, or the private cluster in the data folder; the first one to do
    /// so makes it, which takes a few seconds.
    static func open(_ settings: Settings, logger: Logger) async throws -> Database {
        var cluster: PrivateCluster?
        let connection: PostgresConnectionInfo
        if let url = settings.databaseURL {
            connection = url
        } else {
            let opened = try await PrivateCluster.open(in: settings.dataFolder)
            cluster = opened
            try await opened.createDatabase()
            connection = try PostgresConnectionInfo(opened.conninfo())
        }
        let changes = ChangeFeed()
        var configuration = PostgresConfiguration.istri(connection)
        changes.attach(to: &configuration)
        let files = try MigrationFiles(folder: settings.shareFolder.appending("sql"))
        let pool = PostgresPool(configuration, logger: logger)
        return Database(
            pool: pool, connection: connection, changes: changes, migrator: Migrator(files: files, pool: pool),
            cluster: cluster)
    }

    func close() async throws {
        await pool.close()
        try await cluster?.close()
    }

    /// Opens the database, brings it to the schema, runs `body`, and closes it however that ends.
    static func with<Result: Sendable>(
        _ settings: Settings, logger: Logger, migrating: Bool = true,
        _ body: (Database) async throws -> Result
    ) async throws -> Result {
        let database = try await open(settings, logger: logger)
        do {
            if migrating { _ = try await database.migrator.migrate() }
            let result = try await body(database)
            try await database.close()
            return result
        } catch {
            try? await database.close()
            throw error
        }
    }
}
