/// What goes into a gap of a text message. Operators refuse the message when it is longer than they take for one (DLT).
enum GapText {
    /// In units of UTF-16, as text messages count: a letter of Tamil has up to four.
    static let most = 30

    /// The text, or as many of its words as fit and an ellipsis. A word that would leave little is cut, no letter is.
    static func fitted(_ text: String) -> String {
        guard text.utf16.count > most else { return text }
        var end = text.startIndex
        var length = 1
        for index in text.indices {
            length += text[index].utf16.count
            if length > most { break }
            end = text.index(after: index)
        }
        if !text[end].isWhitespace, let space = text[..<end].lastIndex(where: \.isWhitespace),
            text[..<space].utf16.count > most / 2
        {
            end = space
        }
        return String(text[..<end]) + "…"
    }
}
