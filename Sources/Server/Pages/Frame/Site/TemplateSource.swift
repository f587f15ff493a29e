import Foundation

/// A template's text on its way into the library.
struct TemplateSource {
    let name: String
    private(set) var text: String

    /// All of them, checked.
    ///
    /// - Throws: As `check`.
    static func all(in folder: SiteFolder) throws -> [TemplateSource] {
        let sources = try folder.files(in: "templates", extensions: ["mustache"]).map { file in
            TemplateSource(
                name: String(file.path.dropLast(".mustache".count)),
                text: try String(contentsOf: file.url, encoding: .utf8))
        }
        let names = Set(sources.map(\.name))
        for source in sources { try source.check(against: names) }
        return sources
    }

    /// Lines lose their indentation, which nobody sees and which a partial would put into what people typed.
    init(name: String, text: String) {
        self.name = name
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " || $0 == "\t" } }
        self.text = lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
    }

    /// - Throws: `SiteError` for a partial or parent that isn't there, and for text that would not be escaped.
    private func check(against names: Set<String>) throws {
        // By scalars: to look for whole characters takes some times as long, at each start.
        let partial = /\{\{\s*[<>]\s*([^}\s]+)\s*\}\}/.matchingSemantics(.unicodeScalar)
        for match in text.matches(of: partial) where !names.contains(String(match.1)) {
            throw refusal("there is no template '\(match.1)'")
        }
        if text.contains(/\{\{\{|\{\{\s*&/.matchingSemantics(.unicodeScalar)) {
            throw refusal("text must be escaped: no {{{ }}} and no {{& }}")
        }
    }

    /// Puts words in the place of `{{t:key}}`, and addresses in that of `{{asset:path}}`.
    ///
    /// - Throws: `SiteError` when one of them isn't there.
    mutating func fill(words: Words, assets: PageAssets) throws {
        let filled = /\{\{\s*(t|asset):\s*([^}\s]+)\s*\}\}/.matchingSemantics(.unicodeScalar)
        text = try text.replacing(filled) { match in
            let key = String(match.2)
            if match.1 == "asset" { return try address(of: key, assets) }
            guard let words = words.find(key) else { throw refusal("there is no translation '\(key)'") }
            return HTMLWriter.escaped(words)
        }
    }

    private func address(of path: String, _ assets: PageAssets) throws -> String {
        if let address = assets.address(of: path) { return address }
        let remedy = path.hasPrefix("vendor/") ? "; `make setup` fetches it, then build again" : ""
        throw refusal("there is no file 'public/\(path)'" + remedy)
    }

    private func refusal(_ reason: String) -> SiteError { SiteError("templates/\(name).mustache: \(reason).") }
}
