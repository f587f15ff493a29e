import Foundation
import Logging
import Matching
import Postgres
import SystemPackage

/// The real PostgreSQL that the tests run against: a private cluster in `.build/test-cluster`, kept
/// between runs, without fsync because nothing in it is worth keeping.
package struct TestCluster: Sendable {
    package let cluster: PrivateCluster
    /// Connected to the database `postgres`, for making and dropping others.
    package let administration: PostgresPool

    private static let opening = Task { try await TestCluster() }

    package static func shared() async throws -> TestCluster { try await opening.value }

    /// By the login that owns everything.
    package func conninfo(_ database: String) throws -> PostgresConnectionInfo {
        try PostgresConnectionInfo(cluster.conninfo(database: database))
    }

    /// As the server connects.
    package func serverConninfo(_ database: String) throws -> PostgresConnectionInfo {
        try PostgresConnectionInfo(cluster.conninfo(database: database, login: DatabaseRoles.serverLogin)).asApplication
    }

    private init() async throws {
        let folder = Checkout.folder.pushing(FilePath(".build/test-cluster"))
        let settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]
        cluster = try await PrivateCluster.open(in: folder, settings: settings)
        try cluster.dataFolder.string.write(
            toFile: folder.appending("location").string, atomically: true, encoding: .utf8)
        try await cluster.createLogin(DatabaseRoles.serverLogin, for: DatabaseRoles.application)
        let postgres = try PostgresConnectionInfo(cluster.conninfo(database: "postgres"))
        var configuration = PostgresConfiguration(postgres)
        // Tests that start together wait for each other's databases to be made.
        configuration.leases.waitTimeout = .seconds(300)
        administration = PostgresPool(configuration, logger: Logger(label: "test"))
        try await dropLeftovers()
    }

    /// Databases of test runs that were killed.
    private func dropLeftovers() async throws {
        for row in try await administration.query("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'") {
            let name = try row.decode(String.self)
            let owner = name.split(separator: "_").dropFirst().first.flatMap { pid_t($0) } ?? 0
            if kill(owner, 0) != 0 { try await drop(name) }
        }
    }

    package func drop(_ name: String) async throws {
        try await administration.withConnection {
            try await $0.runScript("DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)")
        }
    }

    package func copy(_ template: String, as name: String) async throws {
        try await administration.withConnection {
            try await $0.runScript("CREATE DATABASE \"\(name)\" TEMPLATE \"\(template)\"")
        }
    }
}

/// The checkout that the tests were built from.
package enum Checkout {
    package static let folder: FilePath = {
        var path = FilePath(#filePath)
        for _ in 0..<3 { path.removeLastComponent() }
        return path
    }()

    package static var sql: FilePath { folder.appending("sql") }
    package static var geodata: FilePath { folder.appending("geodata") }
}
