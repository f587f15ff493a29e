import Foundation
import Marketplace

/// Every word that pages show, in every language: `translations/<language>/<capability>.json`, each a flat object whose
/// keys begin with the file's name (`search.title`).
struct Translations: Sendable {
    private let words: [Language: Words]

    /// - Throws: `SiteError` when a file can't be read, a key doesn't begin with its file's name, or a language lacks a
    ///   key or a placeholder that another has.
    init(_ folder: SiteFolder) throws {
        words = try Dictionary(
            uniqueKeysWithValues: Language.allCases.map { ($0, Words(language: $0, texts: try Self.texts(folder, $0))) }
        )
        try checkThatLanguagesAgree()
    }

    subscript(language: Language) -> Words {
        guard let words = words[language] else { preconditionFailure("every language has its words") }
        return words
    }

    private static func texts(_ folder: SiteFolder, _ language: Language) throws -> [String: String] {
        var texts: [String: String] = [:]
        let name = "translations/\(language.rawValue)"
        for file in try folder.files(in: name, extensions: ["json"]) {
            let capability = file.url.deletingPathExtension().lastPathComponent
            let part: [String: String]
            do {
                part = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file.url))
            } catch {
                throw SiteError("\(name)/\(file.path) is not a JSON object of texts: \(error)")
            }
            for (key, text) in part {
                guard key.hasPrefix(capability + ".") else {
                    throw SiteError("\(name)/\(file.path): the key '\(key)' must begin with '\(capability).'.")
                }
                texts[key] = text
            }
        }
        return texts
    }

    private func checkThatLanguagesAgree() throws {
        for (language, words) in words {
            for (other, others) in self.words where other != language {
                for (key, text) in words.texts.sorted(by: { $0.key < $1.key }) {
                    guard let same = others.texts[key] else {
                        throw SiteError("The translations in '\(other.rawValue)' lack '\(key)'.")
                    }
                    guard Words.placeholders(in: text) == Words.placeholders(in: same) else {
                        throw SiteError("The translations of '\(key)' don't have the same {{names}}.")
                    }
                }
            }
        }
    }
}

/// The words in one language.
struct Words: Sendable {
    let language: Language
    let texts: [String: String]

    /// The text, not escaped, with its `{{name}}`s replaced; nil when there is no such key.
    func find(_ key: String, _ values: [String: String] = [:]) -> String? {
        guard var text = texts[key] else { return nil }
        for (name, value) in values { text = text.replacing("{{\(name)}}", with: value) }
        return text
    }

    /// As `find`, for keys that are written in the program; a test holds that these are there.
    func text(_ key: String, _ values: [String: String] = [:]) -> String { find(key, values) ?? key }

    static func placeholders(in text: String) -> Set<String> {
        // Most texts have none, and at each start all of them are asked.
        guard text.utf8.contains(UInt8(ascii: "{")) else { return [] }
        return Set(text.matches(of: /\{\{[#^\/]?([a-z_.]+)\}\}/).map { String($0.1) })
    }
}
