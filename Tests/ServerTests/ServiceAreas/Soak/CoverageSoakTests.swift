import Foundation
import Testing

/// Four writers edit areas and centres over the API at once; what is kept of coverage then equals one rebuilt from
/// nothing, to the last row, and history has every moment in between. A slice of `make soak-coverage`.
struct CoverageSoakTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let edits = environment["ISTRI_SOAK_EDITS"].flatMap(Int.init) ?? 60
    private static let seed = environment["ISTRI_SOAK_SEED"].flatMap(UInt64.init) ?? 1
    private static let writers = 4
    /// After each of so many rounds the writers rest, and what is covered is written down.
    private static let rounds = 5

    @Test func `after random edits by four writers nothing kept of coverage is wrong`() async throws {
        try await withServer { server in
            let network = try await SoakNetwork(server)
            var writers = (0..<Self.writers).map { SoakWriter(network, state: Self.seed &* 1000 &+ UInt64($0)) }
            var outcomes: [SoakOutcome: Int] = [:]
            try await network.beginRecord()
            for round in 1...Self.rounds {
                let until = Self.edits * round / Self.rounds - outcomes.values.reduce(0, +)
                let done = try await withThrowingTaskGroup(of: (Int, SoakWriter, [SoakOutcome]).self) { group in
                    for (index, writer) in writers.enumerated() {
                        let share = (until + index) / Self.writers
                        group.addTask {
                            var writer = writer
                            var outcomes: [SoakOutcome] = []
                            for _ in 0..<share { outcomes.append(try await writer.edit()) }
                            return (index, writer, outcomes)
                        }
                    }
                    var done: [SoakOutcome] = []
                    for try await (index, writer, made) in group {
                        writers[index] = writer
                        done += made
                    }
                    return done
                }
                for outcome in done { outcomes[outcome, default: 0] += 1 }
                try await network.record()
            }
            #expect(outcomes.values.reduce(0, +) == Self.edits)
            let wrong = try await network.wrongRows()
            report(outcomes, wrong)
            for kept in wrong { #expect(kept.wrong == 0 && kept.rows > 0, "\(kept)") }
            // A run that was refused everything would prove nothing.
            let applied = outcomes.filter { $0.key.applied }.values.reduce(0, +)
            #expect(applied > Self.edits / 2, "\(outcomes)")
        }
    }

    private func report(_ outcomes: [SoakOutcome: Int], _ kept: [KeptRows]) {
        print("| \(Self.edits) edits, seed \(Self.seed) | |\n|---|---|")
        for (outcome, count) in outcomes.sorted(by: { $0.key < $1.key }) { print("| \(outcome) | \(count) |") }
        for kept in kept { print("| \(kept.name): rows, of them wrong | \(kept.rows), \(kept.wrong) |") }
    }
}
