import ArgumentParser
import Marketplace

/// What an operator registers before people can be reached by phone.
struct MessagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages",
        abstract: "List the templates of text and WhatsApp messages, to be registered with their words.")

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    private struct Template: Encodable {
        let template: String
        let language: String
        let words: String
    }

    func run() async throws {
        let templates = RegisteredText.all.flatMap { text in
            Language.allCases.map { language in
                Template(template: text.name, language: language.rawValue, words: text.words(in: language))
            }
        }
        if json { return try printJSON(templates) }
        var table = TextTable([.init(title: "template"), .init(title: "language"), .init(title: "words")])
        table.rows = templates.map { [$0.template, $0.language, $0.words] }
        print(table.rendered())
    }
}
