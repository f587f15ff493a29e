/// Builds a page from text that is escaped unless it is said to be markup.
struct HTMLWriter {
    private(set) var html = ""

    /// Markup of our own.
    mutating func markup(_ markup: StaticString) {
        html += markup.description
    }

    mutating func text(_ text: String) {
        html += Self.escaped(text)
    }

    /// An element and what is in it; attribute values are escaped, names are ours.
    mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ body: (inout HTMLWriter) -> Void
    ) {
        html += "<\(name)"
        for (attribute, value) in attributes { html += " \(attribute)=\"\(Self.escaped(value))\"" }
        html += ">"
        body(&self)
        html += "</\(name)>"
    }

    mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
    ) {
        element(name, attributes) { $0.text(text) }
    }

    /// Paragraphs at blank lines, and code between backticks: as much of Markdown as the specification uses.
    mutating func prose(_ text: String) {
        for paragraph in text.split(separator: "\n\n") {
            element("p") { $0.line(String(paragraph)) }
        }
    }

    /// Code between backticks.
    mutating func line(_ text: String) {
        for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
            if index.isMultiple(of: 2) { self.text(String(part)) } else { element("code", text: String(part)) }
        }
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
