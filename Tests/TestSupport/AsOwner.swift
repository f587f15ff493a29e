import Logging
import Postgres

extension PostgresPool {
    /// Runs statements with the rights of the owner, in the database that this pool is connected to: to break what
    /// the server could not.
    package func asOwner(_ script: String) async throws {
        let name = try await query("SELECT current_database()::text")[0].decode(String.self)
        var configuration = PostgresConfiguration(try await TestCluster.shared().conninfo(name))
        configuration.readers.count = 0
        let pool = PostgresPool(configuration, logger: Logger(label: "test"))
        do {
            try await pool.withConnection { try await $0.runScript(script) }
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }
}
