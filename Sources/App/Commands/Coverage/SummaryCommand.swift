import ArgumentParser
import Matching
import Server

struct SummaryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Show how much of the state and of each district is covered.")

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func run() async throws {
        let settings = try await Settings.read()
        let summary = try await Database.reading(settings) { try await CoverageSummary.find(on: $0.pool) }
        if json { return printAnswer { $0.write(summary) } }
        var table = TextTable([
            .init(title: "district"), .init(title: "pincodes", alignsRight: true),
            .init(title: "covered", alignsRight: true), .init(title: "km2", alignsRight: true),
            .init(title: "covered", alignsRight: true), .init(title: "%", alignsRight: true),
            .init(title: "households", alignsRight: true), .init(title: "covered", alignsRight: true),
        ])
        table.rows = ([summary.state] + summary.districts).map { row in
            [
                row.name, String(row.pincodes), String(row.coveredPincodes), decimals(row.area_km2, 1),
                decimals(row.covered_km2, 1), decimals(row.area_km2 > 0 ? row.covered_km2 / row.area_km2 * 100 : 0, 2),
                String(row.demand), String(row.coveredDemand),
            ]
        }
        print(table.rendered())
        print("\n\(CoverageSummary.demandBasis)")
    }
}
