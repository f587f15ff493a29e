import ArgumentParser

struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage", abstract: "Ask where customers are left alone, and what would help.",
        subcommands: [GapsCommand.self, SummaryCommand.self, WhatIfCommand.self])
}
