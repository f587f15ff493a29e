import ArgumentParser
import Foundation
import Matching
import Server

struct WhatIfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if", abstract: "Show what the coverage would be after changes that nobody has made.",
        discussion: """
            Give changes by --add and --remove, or in a file as POST /api/coverage/what-if takes them:
            {"changes":[{"action":"add","lat":9.13,"lng":78.16,"radius_km":12},{"action":"remove","provider_id":3}]}
            """)

    @Argument(help: "A file of changes in JSON; - is standard input.")
    var file: String?

    @Option(help: "A new centre with a circle, as latitude,longitude,radius in km. May be repeated.")
    var add: [Circle] = []

    @Option(help: "A centre, by its id, that is there no more. May be repeated.")
    var remove: [Int64] = []

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    func validate() throws {
        guard (file == nil) != (add.isEmpty && remove.isEmpty) else {
            throw ValidationError("Give either a file, or --add and --remove.")
        }
        guard add.count + remove.count <= WhatIf.mostChanges else {
            throw ValidationError("At most \(WhatIf.mostChanges) changes.")
        }
    }

    func run() async throws {
        let settings = try await Settings.read()
        let answer = try await refusing {
            let question = try question()
            return try await Database.reading(settings) { try await question.answer(on: $0.pool) }
        }
        if json { return printAnswer { $0.write(answer) } }
        print(table(answer).rendered())
        print("\nGained: \(list(answer.gained))\nLost: \(list(answer.lost))")
        print("Centres that the new areas overlap with: \(overlapping(answer))")
    }

    private func overlapping(_ answer: WhatIfAnswer) -> String {
        guard let total = answer.overlappingTotal else { return "too many to tell" }
        guard total > 0 else { return "none" }
        let names = answer.overlapping.map { "\($0.name) (\($0.id))" }.joined(separator: ", ")
        let others = total - answer.overlapping.count
        return others > 0 ? "\(names) and \(others) others" : names
    }

    private func question() throws -> WhatIf {
        guard let file else {
            return WhatIf(
                add.map { .add(.circle($0.centre, radius_km: $0.radius_km), provider: nil) }
                    + remove.map { .remove(provider: $0) })
        }
        return try WhatIf(json: try contents(of: file))
    }

    private func contents(of file: String) throws -> [UInt8] {
        let limit = 1 << 20
        guard let handle = file == "-" ? .standardInput : FileHandle(forReadingAtPath: file),
            let data = try handle.read(upToCount: limit + 1)
        else { throw Refusal("'\(file)' can't be read, or is empty.") }
        guard data.count <= limit else { throw Refusal("'\(file)' has more than \(limit) bytes.") }
        return Array(data)
    }

    private func list(_ pincodes: [Pincode]) -> String {
        pincodes.isEmpty ? "none" : pincodes.map(\.description).joined(separator: " ")
    }

    private func table(_ answer: WhatIfAnswer) -> TextTable {
        var table = TextTable([
            .init(title: "district"), .init(title: "pincodes", alignsRight: true),
            .init(title: "+/-", alignsRight: true),
            .init(title: "km2", alignsRight: true), .init(title: "+/-", alignsRight: true),
            .init(title: "households", alignsRight: true), .init(title: "+/-", alignsRight: true),
        ])
        table.rows = ([answer.state] + answer.districts).map { row in
            [
                row.name, String(row.after.coveredPincodes), String(row.delta.coveredPincodes),
                decimals(row.after.covered_km2, 1), decimals(row.delta.covered_km2, 1),
                String(row.after.coveredDemand), String(row.delta.coveredDemand),
            ]
        }
        return table
    }
}

extension WhatIfCommand {
    /// `9.13,78.16,12`
    struct Circle: ExpressibleByArgument {
        let centre: GeoPoint
        let radius_km: Double

        init?(argument: String) {
            let numbers = argument.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) }
            guard numbers.count == 3, let lat = numbers[0], let lng = numbers[1], let radius_km = numbers[2],
                let centre = GeoPoint(lat: lat, lng: lng), radius_km >= 0.001, radius_km <= 75
            else { return nil }
            self.centre = centre
            self.radius_km = radius_km
        }
    }
}
