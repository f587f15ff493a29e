import ArgumentParser
import Matching
import Server

struct GapsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps", abstract: "List the pincodes that few centres cover, those with most demand first.")

    @Option(help: "Only this district; its name or its LGD code.")
    var district: String?

    @Option(name: .customLong("min-count"), help: "Pincodes that fewer centres than this cover (1 to 1000).")
    var minCount: Int32 = 1

    @Option(help: "How many at most (1 to 10000).")
    var limit = 50

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard (1...1000).contains(minCount) else { throw ValidationError("--min-count must be from 1 to 1000.") }
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000.") }
    }

    func run() async throws {
        let settings = try await Settings.read()
        let page = try await Database.reading(settings) { database in
            try await refusing {
                try await GapList(district: district, minCount: minCount, limit: limit).page(on: database.pool)
            }
        }
        if json { return printAnswer { $0.write(page) } }
        let shown = page.items.count < page.total ? "; the first \(page.items.count)" : ""
        print("\(page.total) pincodes that fewer than \(minCount) cover\(shown)")
        guard !page.items.isEmpty else { return }
        print(table(page.items).rendered())
        print("\n\(SitingGround.demandBasis)")
    }

    private func table(_ gaps: [CoverageGap]) -> TextTable {
        var table = TextTable([
            .init(title: "pincode"), .init(title: "name"), .init(title: "district"),
            .init(title: "centres", alignsRight: true), .init(title: "covered %", alignsRight: true),
            .init(title: "left km2", alignsRight: true), .init(title: "demand", alignsRight: true),
            .init(title: "households", alignsRight: true), .init(title: "searches", alignsRight: true),
            .init(title: "nearest km", alignsRight: true), .init(title: "nearest centre"),
        ])
        table.rows = gaps.map { gap in
            [
                gap.place.pincode.description, gap.place.name, gap.place.district, String(gap.coverageCount),
                decimals(gap.coveredShare * 100, 1), decimals(gap.uncovered_km2, 2), String(gap.place.demand),
                String(gap.estimatedDemand), String(gap.observedSearches),
                gap.nearest.map { decimals($0.distance_m / 1000, 1) } ?? "",
                gap.nearest.map { "\($0.id) \($0.center_name)" } ?? "",
            ]
        }
        return table
    }
}
