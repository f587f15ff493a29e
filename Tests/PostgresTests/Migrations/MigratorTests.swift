import Foundation
import Postgres
import SystemPackage
import TestSupport
import Testing

struct MigratorTests {
    private func files(_ contents: [String: String]) throws -> MigrationFiles {
        let folder = FilePath("/tmp/istri-sql-\(UInt32.random(in: 0...UInt32.max))")
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        for (name, text) in contents {
            let path = folder.pushing(FilePath(name)).string
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        return try MigrationFiles(folder: folder)
    }

    private let schema = [
        "migrations/0001_irons.sql": "CREATE TABLE irons (id int)",
        "migrations/0002_colours.sql": "ALTER TABLE irons ADD colour text",
        "functions/count.sql":
            "CREATE OR REPLACE FUNCTION iron_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM irons'",
        "seed/irons.sql": "DELETE FROM irons; INSERT INTO irons VALUES (1)",
    ]

    @Test func `migrations are applied once and in order`() async throws {
        try await withDatabase(.empty) { pool in
            let migrator = Migrator(files: try files(schema), pool: pool)
            #expect(try await migrator.status().map(\.state) == [.pending, .pending])
            #expect(try await migrator.migrate() == ["0001_irons.sql", "0002_colours.sql", "functions and seed"])
            #expect(try await migrator.migrate() == [])
            #expect(try await migrator.status().map(\.state) == [.applied, .applied])
            #expect(try await pool.query("SELECT iron_count()")[0].decode(Int.self) == 1)
        }
    }

    @Test func `asking what is pending is one statement`() async throws {
        try await withDatabase(.empty, configure: { $0.readers.count = 1 }) { pool in
            let migrator = Migrator(files: try files(schema), pool: pool)
            _ = try await migrator.migrate()
            #expect(try await migrator.pending() == [])
            let asked = try await pool.query("SELECT statement FROM pg_prepared_statements").map {
                try $0.decode(String.self)
            }
            #expect(asked.filter { !$0.contains("pg_prepared_statements") }.count == 1, "\(asked)")
        }
    }

    @Test func `ten nodes that start together migrate once`() async throws {
        try await withDatabase(.empty) { pool in
            let migrator = Migrator(files: try files(schema), pool: pool)
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<10 { group.addTask { try await migrator.migrate() } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.count == 3)
        }
    }

    @Test func `a migration that was changed afterwards stops everything`() async throws {
        try await withDatabase(.empty) { pool in
            _ = try await Migrator(files: try files(schema), pool: pool).migrate()
            var changed = schema
            changed["migrations/0001_irons.sql"] = "CREATE TABLE irons (id bigint)"
            changed["migrations/0003_more.sql"] = "CREATE TABLE more (id int)"
            let migrator = Migrator(files: try files(changed), pool: pool)
            #expect(try await migrator.status().map(\.state) == [.changed, .applied, .pending])
            let error = await #expect(throws: MigrationError.self) { try await migrator.migrate() }
            #expect(error?.description.contains("'0001_irons.sql' was changed") == true)
            #expect(try await pool.query("SELECT to_regclass('more') IS NULL")[0].decode(Bool.self))
        }
    }

    @Test func `a failing migration is undone whole, and those before it stay`() async throws {
        try await withDatabase(.empty) { pool in
            var broken = schema
            broken["migrations/0002_colours.sql"] = "CREATE TABLE half (id int); SELECT 1/0"
            let error = await #expect(throws: MigrationError.self) {
                try await Migrator(files: try files(broken), pool: pool).migrate()
            }
            #expect(error?.description.contains("0002_colours.sql") == true)
            let rows = try await pool.query("SELECT to_regclass('irons') IS NOT NULL, to_regclass('half') IS NULL")
            #expect(try rows[0].decode(Bool.self, Bool.self) == (true, true))
            #expect(try await Migrator(files: try files(schema), pool: pool).migrate().count == 2)
        }
    }

    @Test func `functions are applied again when they change`() async throws {
        try await withDatabase(.empty) { pool in
            _ = try await Migrator(files: try files(schema), pool: pool).migrate()
            var changed = schema
            changed["functions/count.sql"] = schema["functions/count.sql"]!.replacingOccurrences(
                of: "count(*)", with: "count(*) + 1")
            #expect(try await Migrator(files: try files(changed), pool: pool).migrate() == ["functions and seed"])
            #expect(try await pool.query("SELECT iron_count()")[0].decode(Int.self) == 2)
        }
    }

    @Test func `what only a newer version knows is shown`() async throws {
        try await withDatabase(.empty) { pool in
            _ = try await Migrator(files: try files(schema), pool: pool).migrate()
            let older = schema.filter { $0.key != "migrations/0002_colours.sql" }
            let status = try await Migrator(files: try files(older), pool: pool).status()
            #expect(status.map(\.state) == [.applied, .unknown])
        }
    }

    @Test(arguments: ["migrations/irons.sql", "migrations/1_irons.sql"])
    func `a migration without a number is refused`(name: String) {
        #expect(throws: MigrationError.self) { try files([name: "SELECT 1", "functions/f.sql": "SELECT 1"]) }
    }

    @Test func `two migrations with one number are refused`() {
        #expect(throws: MigrationError.self) {
            try files([
                "migrations/0001_a.sql": "SELECT 1", "migrations/0001_b.sql": "SELECT 1", "functions/f.sql": "SELECT 1",
            ])
        }
    }
}
