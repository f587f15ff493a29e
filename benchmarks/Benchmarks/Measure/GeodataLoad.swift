import Foundation
import Subprocess
import SystemPackage

/// Times `istri geodata load` on a fresh database.
struct GeodataLoad: Sendable {
    struct Times: Sendable {
        let total: Duration
        let cells: Duration
        let offices: Int
    }

    /// As much of the command's report as we need.
    private struct LoadReport: Decodable {
        struct Offices: Decodable { let read: Int }
        let offices: Offices
    }

    let istri: Istri

    func measure(rounds: Int) async throws -> Report {
        var times: [Times] = []
        for round in 1...rounds {
            say("geodata load, round \(round) of \(rounds)")
            times.append(try await run())
        }
        let (totals, cells) = (times.map(\.total.seconds), times.map(\.cells.seconds))
        return Report(rows: [
            Row(
                "load of the state into an empty database", totals.median, decimals: 1, unit: "s",
                range: totals.range, goal: Targets.geodataLoad),
            Row("of that the cells", cells.median, decimals: 1, unit: "s", range: cells.range, goal: Targets.cells),
            Row("offices loaded per second", times.map { Double($0.offices) / $0.total.seconds }.median, decimals: 0),
        ])
    }

    /// One load, and the database gone again afterwards.
    private func run() async throws -> Times {
        try await istri.removeData()
        try await istri.run("migrate")
        let times = try await within(.seconds(300), name: "istri geodata load") { try await load() }
        try await istri.removeData()
        return times
    }

    /// The whole command, starting and stopping the cluster included; the steps by when it names them.
    private func load() async throws -> Times {
        let start = ContinuousClock.now
        let outcome = try await Subprocess.run(
            .path(istri.program), arguments: ["geodata", "load", "--json"],
            environment: .inheriting(istri.settings()), platformOptions: .endedGently, input: .none,
            output: .string(limit: 16 << 20), error: .sequence
        ) { execution in
            var lines: [(text: String, time: ContinuousClock.Instant)] = []
            for try await line in execution.standardError.strings() { lines.append((line, .now)) }
            return lines
        }
        let total = ContinuousClock.now - start
        let lines = outcome.closureResult
        guard outcome.terminationStatus.isSuccess else {
            throw Failure("istri geodata load failed: " + lines.map(\.text).joined(separator: "\n"))
        }
        // Progress, such as "66 % cutting cells", is told at the beginning of each step; the log comes in between.
        let steps = lines.filter { $0.text.contains(" % ") }
        guard let begin = steps.firstIndex(where: { $0.text.contains("cells") }),
            let end = steps[begin...].firstIndex(where: { !$0.text.contains("cells") })
        else { throw Failure("istri geodata load told no step with cells") }
        let report = try JSONDecoder().decode(LoadReport.self, from: Data(outcome.standardOutput.utf8))
        return Times(total: total, cells: steps[end].time - steps[begin].time, offices: report.offices.read)
    }
}

extension Duration {
    var seconds: Double { self / .seconds(1) }
}
