import ArgumentParser
import Marketplace

struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Load a synthetic network, marked as such, in place of the one loaded before.",
        discussion: "The same number and seed give the same network. Centres that are not samples stay as they are.")

    @Option(help: "How many centres (1 to 500000).")
    var centres = 400

    @Option(help: "Seed of the random numbers.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (1...500_000).contains(centres) else { throw ValidationError("--centres must be from 1 to 500000.") }
    }

    func run() async throws {
        let settings = try await Settings.read()
        try await Database.with(settings, logger: settings.logger()) { database in
            let bar = ProgressBar()
            let report = try await database.owner.withPool { [centres, seed] pool in
                try await interruptible {
                    try await loadSampleNetwork(centres: centres, seed: seed, into: pool) {
                        bar.show($0, fraction: $1)
                    }
                }
            }
            print("\(report)")
        }
    }
}
