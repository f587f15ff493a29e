import ArgumentParser

struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage", abstract: "Where customers are left alone, and what would help.",
        subcommands: [SuggestCommand.self])
}
