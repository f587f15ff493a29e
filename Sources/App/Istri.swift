import ArgumentParser
import Foundation
import Postgres

/// The one program: server, migrations, geodata and questions on the command line.
@main
struct Istri: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "istri",
        abstract: "The service network for iron-box repair in Tamil Nadu.",
        discussion: "Settings are environment variables; see the table in README.md.",
        subcommands: [
            ServeCommand.self, WorkCommand.self, MigrateCommand.self, GeodataCommand.self, SampleCommand.self,
            NearestCommand.self, PlacesCommand.self, CoverageCommand.self, UserCommand.self,
            BookingsCommand.self, PaymentsCommand.self, MessagesCommand.self, SandboxCommand.self,
        ])

    /// Exit status: 0 done, 1 refused with the reason on standard error, 2 wrong usage.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            leave(because: error)
        }
    }

    private static func leave(because error: any Error) -> Never {
        if error is Refusal || exitCode(for: error) == .failure {
            FileHandle.standardError.write(Data("istri: \(reason(error))\n".utf8))
            Foundation.exit(1)
        }
        let isHelp = exitCode(for: error) == .success
        let output = isHelp ? FileHandle.standardOutput : FileHandle.standardError
        output.write(Data("\(fullMessage(for: error))\n".utf8))
        Foundation.exit(isHelp ? 0 : 2)
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? PostgresError, error.code == .connectionUnavailable else { return "\(error)" }
        return "The database can't be reached; is it running, and is DATABASE_URL right? \(error.message)"
    }
}

/// A command that can't be done, with the reason and a way out in one sentence for whoever typed it.
struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
