import Foundation

/// Text that isn't ASCII in a header (RFC 2047): base64 words of at most 75 characters, each of whole characters,
/// one a line.
enum EncodedWords {
    /// What a word's 75 characters leave for the text: 60 of base64.
    private static let bytesPerWord = 45

    /// Short plain text stays as it is, unless `always`.
    static func encode(_ text: String, always: Bool = false) -> String {
        let isPlain = text.utf8.count <= 66 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        if isPlain && !always && !text.contains("=?") && !text.hasSuffix(" ") { return text }
        return words(text).map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\n ")
    }

    private static func words(_ text: String) -> [String] {
        var words = [""]
        for scalar in text.unicodeScalars {
            let size = words[words.count - 1].utf8.count + UTF8.width(scalar)
            if size > bytesPerWord { words.append("") }
            words[words.count - 1].unicodeScalars.append(scalar)
        }
        return words
    }
}
