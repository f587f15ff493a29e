import ArgumentParser
import Foundation
import Marketplace
import Server

extension UserCommand {
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account of any role; the password comes from standard input. Prints its id.")

        @Option(help: "customer, provider, dispatcher or admin.")
        var role: Role

        @Option(help: "The person's name.")
        var name: String

        @Option(help: "The e-mail address; needed unless there is a phone number.")
        var email: String?

        @Option(help: "The Indian mobile number; needed unless there is an e-mail address.")
        var phone: String?

        @Option(help: "The language of mails and messages: en or ta.")
        var language: Language = .english

        @Flag(help: "Print the account as JSON.")
        var json = false

        func validate() throws {
            if email == nil, phone == nil { throw ValidationError("Give --email or --phone.") }
        }

        func run() async throws {
            let user = NewUser(
                name: try checkedName(),
                email: try email.map { text in
                    guard let email = EmailAddress(text) else {
                        throw Refusal("--email must \(EmailAddress.expectation(for: text)).")
                    }
                    return email
                },
                phone: try phone.map { text in
                    guard let phone = PhoneNumber(text) else {
                        throw Refusal("--phone must \(PhoneNumber.expectation).")
                    }
                    return phone
                }, password: try PasswordInput.read(), role: role, language: language)
            let profile = try await UserCommand.withAccounts { try await $0.createUser(user, by: .system) }
            if json { printAnswer { $0.write(profile) } } else { print(profile.id) }
        }

        private func checkedName() throws -> String {
            guard let name = PersonName(name) else { throw Refusal("--name \(PersonName.expectation).") }
            return name.text
        }
    }
}
