import Configuration
import Foundation
import Logging
import Postgres
import SystemPackage
import TestSupport
import Testing

@testable import App

/// By whom the server works.
struct ServerLoginTests {
    @Test func `in the private cluster the server logs in as nobody who owns anything`() async throws {
        let folder = "/tmp/istri-login-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let provider = EnvironmentVariablesProvider(environmentVariables: ["ISTRI_DATA_DIR": folder])
        let settings = try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider)))
        for _ in 0..<2 {
            try await Database.with(settings, logger: Logger(label: "test")) { database in
                let row = try await database.pool.query(
                    """
                    SELECT session_user::text, current_user::text, rolsuper OR rolcreaterole OR rolcreatedb,
                        EXISTS (SELECT FROM pg_class WHERE relowner = r.oid)
                    FROM pg_roles r WHERE rolname = session_user
                    """)[0]
                let (login, role, isMighty, ownsSomething) = try row.decode(
                    String.self, String.self, Bool.self, Bool.self)
                #expect(login == "istri_server" && role == "istri_app" && !isMighty && !ownsSomething)
                let owner = try await database.owner.withPool {
                    try await $0.query("SELECT session_user::text")[0].decode(String.self)
                }
                #expect(owner == "istri")
            }
        }
    }

    @Test func `with a login for the owner, the other one needs no more than the server's role`() async throws {
        let cluster = try await TestCluster.shared()
        let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(UInt32.random(in: 0...UInt32.max))"
        try await cluster.copy("template0", as: name)
        do {
            let provider = EnvironmentVariablesProvider(environmentVariables: [
                "DATABASE_URL": cluster.cluster.conninfo(database: name, login: "istri_server"),
                "DATABASE_OWNER_URL": cluster.cluster.conninfo(database: name),
            ])
            let settings = try Settings.read(from: SettingsReader(config: ConfigReader(provider: provider)))
            try await Database.with(settings, logger: Logger(label: "test")) { database in
                let row = try await database.pool.query("SELECT session_user::text, count(*) FROM users")[0]
                #expect(try row.decode(String.self, Int.self) == ("istri_server", 0))
            }
            try await cluster.drop(name)
        } catch {
            try? await cluster.drop(name)
            throw error
        }
    }
}
