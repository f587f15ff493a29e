import ArgumentParser
import Marketplace
import Server

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Make accounts, list them, suspend them.",
        subcommands: [Create.self, List.self, Suspend.self, Reactivate.self, RemoveSecondFactor.self])

    /// Opens the database, and closes it however `body` ends.
    static func withAccounts<Result: Sendable>(_ body: (Accounts) async throws -> Result) async throws -> Result {
        let settings = try await Settings.read()
        return try await Database.with(settings, logger: settings.logger()) { database in
            try await refusing { try await body(settings.accounts(on: database.pool)) }
        }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Suspend an account: its sessions and tokens end at once.")

        @OptionGroup var whose: Whose

        func run() async throws { try await whose.change(to: .suspended) }
    }

    struct Reactivate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End an account's suspension.")

        @OptionGroup var whose: Whose

        func run() async throws { try await whose.change(to: .active) }
    }

    /// Whose account is suspended or not any more, and why.
    struct Whose: ParsableArguments {
        @Argument(help: "The account's id.")
        var id: Int64

        @Option(help: "Why; it is kept in the audit.")
        var reason: String

        func change(to status: UserChange.Status) async throws {
            _ = try await UserCommand.withAccounts { accounts in
                try await accounts.changeUser(id, UserChange(status: status, reason: reason), by: .system)
            }
        }
    }
}

extension Role: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
extension AccountStatus: ExpressibleByArgument {}
