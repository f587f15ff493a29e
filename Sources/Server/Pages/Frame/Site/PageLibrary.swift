import Foundation
import Mustache

/// All templates in one language. Their words and the addresses of their files are put in once, before they are parsed.
struct PageLibrary: Sendable {
    let words: Words
    private let library: MustacheLibrary

    /// - Throws: `SiteError` that names the template, for a key, file or partial that isn't there, text that would not be
    ///   escaped, or what Mustache can't read.
    init(_ folder: SiteFolder, words: Words, assets: PageAssets) throws {
        self.words = words
        let files = try folder.files(in: "templates", extensions: ["mustache"])
        let names = Set(files.map { $0.path.dropLast(".mustache".count) }.map(String.init))
        var library = MustacheLibrary()
        for file in files {
            let name = String(file.path.dropLast(".mustache".count))
            var source = TemplateSource(name: name, text: try String(contentsOf: file.url, encoding: .utf8))
            try source.check(against: names)
            try source.fill(words: words, assets: assets)
            do {
                try library.register(source.text, named: name)
            } catch let error as MustacheTemplate.ParserError {
                throw SiteError(
                    "templates/\(name).mustache, line \(error.context.lineNumber): \(error.error): \(error.context.line)"
                )
            }
        }
        self.library = library
    }

    /// - Parameter model: What the template's names mean. A nil must be left out: it would show as text.
    /// - Throws: `SiteError` when there is no such template.
    func render(_ template: String, _ model: [String: Any]) throws -> String {
        guard let html = library.render(model, withTemplate: template) else {
            throw SiteError("There is no template '\(template)'.")
        }
        return html
    }
}
