import HTTPTypes
import Marketplace

/// Reads the header `Forwarded` (RFC 7239) as far as it says where a request came from.
enum ForwardedHeader {
    struct Element: Equatable {
        /// Nil when it isn't said, hidden (`unknown`, `_name`) or unreadable.
        var client: NetworkAddress?
        /// `http` or `https` as a rule; lower case.
        var scheme: String?
    }

    /// The nearest proxy's element last; nil when the header is absent.
    static func elements(_ headers: HTTPFields) -> [Element]? {
        guard let header = headers[.forwarded] else { return nil }
        // A sender who leaves a quotation open would swallow what the proxy adds behind it.
        return split(header[...], at: ",")?.map(element) ?? [Element()]
    }

    /// A node as both headers name it: an address, perhaps with a port, an IPv6 address in brackets or bare.
    static func node(_ text: some StringProtocol) -> NetworkAddress? {
        if let address = NetworkAddress(text) { return address }
        if text.first == "[" {
            let parts = text.dropFirst().split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, isPort(parts[1]), let address = NetworkAddress(parts[0]) else { return nil }
            return address
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = NetworkAddress(parts[0]), isPort(":" + parts[1]) else { return nil }
        return address
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        let isPadding: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = text[...]
        while let last = text.last, isPadding(last) { text.removeLast() }
        return String(text.drop(while: isPadding))
    }

    private static func element(_ text: Substring) -> Element {
        var element = Element()
        for pair in split(text, at: ";") ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = unquoted(trimmed(parts[1]))
            switch trimmed(parts[0]).lowercased() {
            case "for": element.client = node(value)
            case "proto": element.scheme = value.lowercased()
            default: continue
            }
        }
        return element
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        return String(text.dropFirst().dropLast().replacing("\\", with: ""))
    }

    private static func isPort(_ text: some StringProtocol) -> Bool {
        guard let colon = text.first else { return true }
        // A proxy may hide a port as it may a name: `_` and a word.
        return colon == ":" && text.count > 1
            && text.dropFirst().allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter || "._-".contains($0)) }
    }

    /// At separators that don't stand in quotation marks.
    /// - Returns: Nil when a quotation is left open.
    private static func split(_ text: Substring, at separator: Character) -> [Substring]? {
        var isQuoted = false
        var isEscaped = false
        let parts = text.split(omittingEmptySubsequences: false) { character in
            defer { isEscaped = isQuoted && character == "\\" && !isEscaped }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
        return isQuoted ? nil : parts
    }
}
