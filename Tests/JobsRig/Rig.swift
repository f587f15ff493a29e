import ArgumentParser
import Foundation

/// Puts the job queue to the test with real processes: how fast it is, and what a `kill -9` does to it.
@main
struct Rig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "JobsRig", abstract: "Measures the job queue, and kills its workers.",
        subcommands: [RateCommand.self, KillCommand.self, WorkCommand.self])
}

/// What every part of the rig is told.
struct RigOptions: ParsableArguments {
    @Option(help: "Connection string of a database that the rig may fill; by default it makes one in .build/jobs-rig.")
    var database: String?
}

struct RigFailure: Error, CustomStringConvertible {
    let description: String
}

func say(_ line: String) {
    print(line)
    fflush(nil)
}
