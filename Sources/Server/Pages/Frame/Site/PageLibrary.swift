import Foundation
import Mustache

/// All templates in one language. Their words and the addresses of their files are put in once, before they are parsed.
struct PageLibrary: Sendable {
    let words: Words
    private let library: MustacheLibrary

    /// - Throws: `SiteError` that names the template, for a key or file that isn't there, or what Mustache can't read.
    init(_ sources: [TemplateSource], words: Words, assets: PageAssets) throws {
        self.words = words
        var library = MustacheLibrary()
        for var source in sources {
            try source.fill(words: words, assets: assets)
            do {
                try library.register(source.text, named: source.name)
            } catch let error as MustacheTemplate.ParserError {
                throw SiteError(
                    "templates/\(source.name).mustache, line \(error.context.lineNumber): \(error.error): "
                        + error.context.line)
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
