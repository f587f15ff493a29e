import Foundation
import Logging
import Marketplace
import Matching
import Postgres
import SystemPackage

/// What a test's database holds before the test begins.
package enum Template: String, Sendable {
    /// Nothing at all.
    case empty
    /// The schema, and no rows.
    case schema
    /// The whole state.
    case geodata
    /// The whole state and the sample network of 400 centres, seed 1.
    case network
}

/// How long a test waits for the database where no test is about waiting. Beside hundreds of other tests on two cores
/// the server's own limits would be reached now and then, and an answer be a 503 that nothing is wrong with.
package let testPatience = Duration.seconds(60)

extension PostgresConfiguration {
    /// Limits the time for connecting, for a free connection and for a statement; loads stay without a limit.
    package mutating func wait(atMost limit: Duration) {
        connectTimeout = limit
        leases.waitTimeout = limit
        readers.statementTimeout = limit
        readers.patience = limit * 2
        if leases.statementTimeout != nil { leases.statementTimeout = limit }
    }
}

/// With whose rights a test works.
package enum Rights: Sendable {
    /// The server's, so that a right that it lacks is missed here too.
    case application
    /// Those of whoever migrates and loads geodata.
    case owner
}

extension Template {
    /// The server's own, once PostGIS is there.
    fileprivate func configuration(
        _ database: String, of cluster: TestCluster, _ rights: Rights
    ) throws -> PostgresConfiguration {
        // Without a schema there is nothing that the server could have a right to.
        let isOwner = rights == .owner || self == .empty
        let connection = try isOwner ? cluster.conninfo(database) : cluster.serverConninfo(database)
        switch self {
        case .empty, .schema: return PostgresConfiguration(connection)
        case .geodata, .network:
            return rights == .owner ? .istri(connection).withoutStatementLimit : .istri(connection)
        }
    }
}

/// A database of one's own, copied from a template and dropped afterwards.
///
/// - Parameter configure: Changes the pool's configuration.
package func withDatabase<Result: Sendable>(
    _ template: Template, as rights: Rights = .application, configure: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (PostgresPool) async throws -> Result
) async throws -> Result {
    await Gate.databases.enter()
    do {
        let result = try await withFreshDatabase(template, rights, configure: configure, body)
        await Gate.databases.leave()
        return result
    } catch {
        await Gate.databases.leave()
        throw error
    }
}

private func withFreshDatabase<Result: Sendable>(
    _ template: Template, _ rights: Rights, configure: (inout PostgresConfiguration) -> Void,
    _ body: (PostgresPool) async throws -> Result
) async throws -> Result {
    let cluster = try await TestCluster.shared()
    let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(UInt32.random(in: 0...UInt32.max))"
    try await cluster.copy(Templates.shared.name(of: template), as: name)
    var configuration = try template.configuration(name, of: cluster, rights)
    configuration.wait(atMost: testPatience)
    configure(&configuration)
    let pool = PostgresPool(configuration, logger: Logger(label: "test"))
    do {
        let result = try await body(pool)
        await pool.close()
        try await cluster.drop(name)
        return result
    } catch {
        await pool.close()
        try? await cluster.drop(name)
        throw error
    }
}

/// Makes each template once; they are kept for later runs until the SQL or the geodata changes.
private actor Templates {
    static let shared = Templates()
    private var making: [Template: Task<String, any Error>] = [:]

    func name(of template: Template) async throws -> String {
        if template == .empty { return "template0" }
        if let task = making[template] { return try await task.value }
        let task = Task { try await make(template) }
        making[template] = task
        return try await task.value
    }

    private func make(_ template: Template) async throws -> String {
        let cluster = try await TestCluster.shared()
        let name = "template_\(template.rawValue)_\(try Fingerprint.ofDataAndSchema())"
        let known = try await cluster.administration.query(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'")
        let names = try known.map { try $0.decode(String.self) }
        if names.contains(name) { return name }
        for old in names where old.hasPrefix("template_\(template.rawValue)_") { try await cluster.drop(old) }

        let draft = "test_0_\(template.rawValue)_\(UInt32.random(in: 0...UInt32.max))"
        switch template {
        case .empty, .schema: try await cluster.copy("template0", as: draft)
        case .geodata: try await cluster.copy(try await self.name(of: .schema), as: draft)
        case .network: try await cluster.copy(try await self.name(of: .geodata), as: draft)
        }
        try await fill(draft, for: template, in: cluster)
        try await cluster.administration.withConnection {
            try await $0.runScript("ALTER DATABASE \"\(draft)\" RENAME TO \"\(name)\"")
        }
        return name
    }

    private func fill(_ database: String, for template: Template, in cluster: TestCluster) async throws {
        let configuration = try template.configuration(database, of: cluster, .owner)
        let pool = PostgresPool(configuration, logger: Logger(label: "test"))
        switch template {
        case .empty: break
        case .schema: _ = try await Migrator(files: MigrationFiles(folder: Checkout.sql), pool: pool).migrate()
        case .geodata: _ = try await GeodataLoader(folder: Checkout.geodata, pool: pool).load { _, _ in }
        case .network: _ = try await loadSampleNetwork(centres: 400, seed: 1, into: pool) { _, _ in }
        }
        await pool.close()
    }
}

/// A number that changes with any file that the templates are made from.
private enum Fingerprint {
    static func ofDataAndSchema() throws -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let folders = [
            Checkout.sql, Checkout.geodata, Checkout.folder.appending("Sources/Marketplace/Providers/Sample"),
        ]
        for folder in folders {
            let files = FileManager.default.enumerator(atPath: folder.string)?.compactMap { $0 as? String } ?? []
            for file in files.sorted() {
                guard let content = FileManager.default.contents(atPath: folder.string + "/" + file) else { continue }
                for byte in content { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            }
        }
        return String(hash, radix: 16)
    }
}
