import ArgumentParser
import Matching
import Server

struct SuggestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest", abstract: "Suggest where the next centres should open.",
        discussion: "Candidates are the pincodes' points. Demand counts that no approved centre's area covers yet.")

    @Option(help: "How many new centres at most (1 to 50).")
    var count = 5

    @Option(name: .customLong("radius-km"), help: "How far a new centre would go (above 0, up to 100).")
    var radius_km = 10.0

    @Option(help: "A district's name or LGD code: only there. Without it, the whole state.")
    var district: String?

    @Option(help: "max_cover: the most demand with so many; set_cover: the fewest that leave no gap.")
    var objective = SitingQuestion.Objective.maxCover

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard SitingQuestion.counts.contains(count) else { throw ValidationError("--count must be from 1 to 50.") }
        guard SitingQuestion.isRadius(radius_km) else {
            throw ValidationError("--radius-km must be above 0, up to 100.")
        }
    }

    func run() async throws {
        let settings = try await Settings.read()
        let question = SitingQuestion(objective: objective, count: count, radius_km: radius_km, district: district)
        let plan = try await Database.reading(settings) { database in
            try await refusing { try await SitingPlanner().plan(question, on: database.pool) }
        }
        if json { return printAnswer { $0.write(plan) } }
        print(summary(plan))
        if !plan.sites.isEmpty { print(table(plan).rendered()) }
    }

    private func summary(_ plan: SitingPlan) -> String {
        let covered = "\(plan.coveredDemandBefore) of \(plan.demandTotal) households are covered"
        let gap = "\(decimals(plan.optimalityGap * 100, 2)) %"
        switch objective {
        case .maxCover:
            return "\(covered); \(plan.gainedDemand) more would be, within \(gap) of the best that can be reached."
        case .setCover:
            return "\(covered); \(plan.sites.count) new centres leave no gap, and fewer than \(plan.bound) can't."
        }
    }

    private func table(_ plan: SitingPlan) -> TextTable {
        var table = TextTable([
            .init(title: "rank", alignsRight: true), .init(title: "pincode"), .init(title: "name"),
            .init(title: "lat", alignsRight: true), .init(title: "lng", alignsRight: true),
            .init(title: "gained", alignsRight: true), .init(title: "covered after", alignsRight: true),
        ])
        table.rows = plan.sites.map { site in
            [
                String(site.rank), site.place.pincode.description, site.place.name,
                decimals(site.place.location.lat, 5), decimals(site.place.location.lng, 5),
                String(site.gainedDemand), String(site.coveredDemandAfter),
            ]
        }
        return table
    }
}

extension SitingQuestion.Objective: ExpressibleByArgument {}
