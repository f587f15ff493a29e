import Foundation
import Logging
import Matching
import Postgres
import SystemPackage
import TestSupport
import Testing

/// Making the role that the server works as, on clusters that are not ours.
struct AppRoleTests {
    @Test func `databases of one cluster that are migrated at the same time share the role`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await withDatabase(.schema, as: .owner) { pool in
                        let migrator = Migrator(files: try MigrationFiles(folder: Checkout.sql), pool: pool)
                        for _ in 0..<5 { _ = try await migrator.migrate(repeating: true) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `an owner who may not give rights hears what a superuser has to run`() async throws {
        let login = "test_owner_\(UInt32.random(in: 0...UInt32.max))"
        let cluster = try await TestCluster.shared()
        try await run("CREATE ROLE \(login) LOGIN", on: cluster)
        do {
            try await withDatabase(.schema, as: .owner) { pool in
                let name = try await pool.query("SELECT current_database()::text")[0].decode(String.self)
                let info = try PostgresConnectionInfo(
                    "host=\(cluster.cluster.socketFolder) dbname=\(name) user=\(login)")
                let theirs = PostgresPool(PostgresConfiguration(info), logger: Logger(label: "test"))
                try await pool.asOwner("GRANT ALL ON SCHEMA public TO \(login)")
                let rights = try String(contentsOfFile: Checkout.sql.string + "/rights/app_role.sql", encoding: .utf8)
                let error = await #expect(throws: PostgresError.self) {
                    try await theirs.withConnection { try await $0.runScript(rights) }
                }
                await theirs.close()
                #expect(error?.sqlState == .insufficientPrivilege)
                #expect(error?.message.contains("run once: GRANT istri_app TO \(login);") == true)
                try await pool.asOwner("REVOKE ALL ON SCHEMA public FROM \(login)")
            }
            try await run("DROP ROLE \(login)", on: cluster)
        } catch {
            try? await run("DROP ROLE \(login)", on: cluster)
            throw error
        }
    }

    private func run(_ script: String, on cluster: TestCluster) async throws {
        try await cluster.administration.withConnection { try await $0.runScript(script) }
    }
}
