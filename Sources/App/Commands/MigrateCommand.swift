import ArgumentParser
import Foundation
import Postgres

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to this version's schema.")

    @Flag(help: "Only show what is applied and what is pending.")
    var status = false

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func run() async throws {
        let settings = try await Settings.read()
        try await Database.with(settings, logger: settings.logger(), migrating: !status) { database in
            try show(await database.owner.status())
        }
    }

    private func show(_ migrations: [Migrator.Status]) throws {
        if json {
            return try printJSON(migrations.map { ["name": $0.name, "state": $0.state.rawValue] })
        }
        var table = TextTable([.init(title: "migration"), .init(title: "state")])
        table.rows = migrations.map { [$0.name, $0.state.rawValue] }
        print(table.rendered())
    }
}
