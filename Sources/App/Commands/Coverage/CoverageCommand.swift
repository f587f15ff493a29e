import ArgumentParser

struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage", abstract: "Ask where customers are left alone, and what would help.",
        subcommands: [GapsCommand.self, SummaryCommand.self, SuggestCommand.self, WhatIfCommand.self])
}
