/// A mail's words.
package struct MailText: Sendable, Equatable {
    package let subject: String
    package let text: String

    /// - Parameters:
    ///   - paragraphs: Without greeting and signature; a line is at most 76 characters.
    init(_ language: Language, subject: String, _ paragraphs: String...) {
        self.subject = subject
        let (greeting, signature) = Self.frame(language)
        text = ([greeting] + paragraphs + [signature]).joined(separator: "\n\n") + "\n"
    }

    /// Without the reader's name: it is whatever somebody typed at registration, perhaps with another's address.
    private static func frame(_ language: Language) -> (greeting: String, signature: String) {
        switch language {
        case .english: ("Hello,", "Istri")
        case .tamil: ("வணக்கம்,", "நன்றி,\nஇஸ்திரி")
        }
    }
}
