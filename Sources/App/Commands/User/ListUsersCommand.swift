import ArgumentParser
import Marketplace
import Server

extension UserCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List accounts, the newest first.")

        @Option(help: "A part of the name, the e-mail address or the phone number.")
        var query: String?

        @Option(help: "Only those of this role.")
        var role: Role?

        @Option(help: "Only those with this status: active, suspended or erased.")
        var status: AccountStatus?

        @OptionGroup var options: ListOptions

        func run() async throws {
            var list = UserList()
            list.q = query
            list.role = role
            list.status = status
            list.limit = options.limit
            let users = try await UserCommand.withAccounts { [list] in try await list.page(on: $0.pool).users }
            if options.json { return printAnswer { $0.array(users) { json, user in json.write(user) } } }
            print(table(users))
        }

        private func table(_ users: [UserProfile]) -> String {
            var table = TextTable([
                .init(title: "id", alignsRight: true), .init(title: "name"), .init(title: "role"),
                .init(title: "status"), .init(title: "e-mail"), .init(title: "phone"),
            ])
            table.rows = users.map { user in
                [
                    String(user.id), user.name, user.role.rawValue, user.status.rawValue, user.email ?? "",
                    user.phone ?? "",
                ]
            }
            return table.rendered()
        }
    }
}
