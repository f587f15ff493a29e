import ArgumentParser
import Marketplace

extension UserCommand {
    struct RemoveSecondFactor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove-second-factor",
            abstract: "For somebody who lost the app and the recovery codes; their sessions end.")

        @Argument(help: "The account's id.")
        var id: Int64

        func run() async throws {
            try await UserCommand.withAccounts { try await $0.removeSecondFactor(ofOther: id, by: .system) }
        }
    }
}
