import Postgres

/// Whom PostgreSQL knows.
package enum DatabaseRoles {
    /// Has the rights that `sql/rights` gives, and no login.
    package static let application = "istri_app"
    /// The private cluster's login for the server: may work as `application`, and is nothing without it.
    package static let serverLogin = "istri_server"
}

extension PostgresConnectionInfo {
    /// As the server works: with the rights that `sql/rights` gives, whoever logs in.
    package var asApplication: Self { working(as: DatabaseRoles.application) }
}

extension Duration {
    /// For each statement of a transaction that changes who covers what, and may wait for others that do. An area
    /// as large as the state takes seconds among 50,000 centres, many on a busy machine.
    package static let coverageChange = Duration.seconds(60)
}

extension PostgresConfiguration {
    /// Connections set for the spatial functions.
    package static func istri(_ connection: PostgresConnectionInfo) -> PostgresConfiguration {
        var configuration = PostgresConfiguration(connection)
        configuration.applicationName = "istri"
        // With LIMIT $n PostgreSQL would plan each execution anew, which halves the rate of searches.
        configuration.readers.settings = ["plan_cache_mode": "force_generic_plan", "jit": "off"]
        // The first PostGIS call of a connection loads the library and PROJ: 10-30 ms.
        configuration.readers.prewarm = [
            "SELECT ST_Transform(ST_SetSRID(ST_MakePoint(80.2::float8, 13::float8), 4326), 7785)"
        ]
        // What is decided behind a lock has to see what was done before it, whatever this server's default is.
        configuration.leases.settings = ["jit": "off", "default_transaction_isolation": "read committed"]
        // A request that needs longer is told to come again; loads lift it (`withoutStatementLimit`).
        configuration.leases.statementTimeout = .seconds(10)
        return configuration
    }

    /// For loads and measures of everything, whose statements take minutes.
    package var withoutStatementLimit: PostgresConfiguration {
        var copy = self
        copy.leases.statementTimeout = nil
        return copy
    }
}
