import Logging
import Matching
import Postgres
import SystemPackage

/// The database that the settings name, opened and at this version's schema.
struct Database: Sendable {
    let pool: PostgresPool
    /// Works with the server's rights, as the pool does.
    let connection: PostgresConnectionInfo
    /// Hears the changes that this pool's connections make; `listen` adds everybody else's.
    let changes: ChangeFeed
    let migrator: Migrator
    /// For what only the owner of the tables may do: migrating, and loading geodata, which measures them.
    let owner: OwnerAccess
    private let cluster: PrivateCluster?

    /// Opens the configured database, or the private cluster in the data folder; the first one to do so
    /// makes it, which takes a few seconds. Unless `migrating` is false, brings it to this version's schema.
    static func open(_ settings: Settings, logger: Logger, migrating: Bool) async throws -> Database {
        let cluster = settings.databaseURL == nil ? try await PrivateCluster.open(in: settings.dataFolder) : nil
        do {
            try await cluster?.createDatabase()
            try await cluster?.createLogin(DatabaseRoles.serverLogin, for: DatabaseRoles.application)
            let files = try MigrationFiles(folder: settings.shareFolder.appending("sql"))
            let owner = OwnerAccess(
                connection: try ownerConnection(settings, cluster), files: files, logger: logger)
            if migrating { try await owner.migrate() }
            let connection = try serverConnection(settings, cluster).asApplication
            let changes = ChangeFeed()
            var configuration = PostgresConfiguration.istri(connection)
            configuration.readers.count = settings.databaseReaders
            changes.attach(to: &configuration)
            let pool = PostgresPool(configuration, logger: logger)
            return Database(
                pool: pool, connection: connection, changes: changes, migrator: Migrator(files: files, pool: pool),
                owner: owner, cluster: cluster)
        } catch {
            try? await cluster?.close()
            throw error
        }
    }

    /// The login that owns the tables; the server's own where none is named.
    private static func ownerConnection(
        _ settings: Settings, _ cluster: PrivateCluster?
    ) throws -> PostgresConnectionInfo {
        try writable(
            settings.databaseOwnerURL ?? settings.databaseURL ?? PostgresConnectionInfo(cluster?.conninfo() ?? ""))
    }

    /// The login that the server works by, which may be less than the owner: `SET ROLE NONE` gives a session the rights
    /// of its login.
    private static func serverConnection(
        _ settings: Settings, _ cluster: PrivateCluster?
    ) throws -> PostgresConnectionInfo {
        let ours = cluster?.conninfo(login: DatabaseRoles.serverLogin)
        return try writable(settings.databaseURL ?? PostgresConnectionInfo(ours ?? ""))
    }

    /// Of several hosts the one that takes writes: answers read from a standby that lags behind the
    /// notifications would be kept although they are out of date.
    private static func writable(_ given: PostgresConnectionInfo) -> PostgresConnectionInfo {
        given.hasSeveralHosts ? given.with(default: "read-write", for: "target_session_attrs") : given
    }

    func close() async throws {
        await pool.close()
        try await cluster?.close()
    }

    /// For commands that only ask: the private cluster is brought to the schema, but none is made and nobody's database
    /// is changed because somebody had a question.
    ///
    /// - Parameter isMeasured: Runs `body` on a schema without geodata too, as who measures it wants.
    /// - Throws: `Refusal` when that database isn't at this version's schema, or holds no geodata.
    static func reading<Result: Sendable>(
        _ settings: Settings, isMeasured: Bool = false, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        let isOurs = settings.databaseURL == nil
        guard !isOurs || PrivateCluster.exists(in: settings.dataFolder) else { throw noGeodata(settings) }
        return try await with(settings, logger: settings.logger(), migrating: isOurs) { database in
            if !isOurs, try await !database.owner.status().allSatisfy(\.isSettled) {
                throw Refusal("The database isn't at this version's schema. Run 'istri migrate' first.")
            }
            if !isMeasured, try await !database.hasGeodata { throw noGeodata(settings) }
            return try await body(database)
        }
    }

    private var hasGeodata: Bool {
        get async throws { try await pool.query("SELECT EXISTS (SELECT FROM pincodes)")[0].decode(Bool.self) }
    }

    private static func noGeodata(_ settings: Settings) -> Refusal {
        let place =
            settings.databaseURL == nil
            ? "here (data folder \(settings.dataFolder))" : "in the database that DATABASE_URL names"
        return Refusal("No geodata is loaded \(place); run 'istri geodata load' or 'istri serve'.")
    }

    /// Opens the database, runs `body`, and closes it however that ends.
    static func with<Result: Sendable>(
        _ settings: Settings, logger: Logger, migrating: Bool = true,
        _ body: (Database) async throws -> Result
    ) async throws -> Result {
        let database = try await open(settings, logger: logger, migrating: migrating)
        do {
            let result = try await body(database)
            try await database.close()
            return result
        } catch {
            try? await database.close()
            throw error
        }
    }
}
