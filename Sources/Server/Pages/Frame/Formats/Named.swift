import Marketplace

/// A name as a page shows it: with the language that it is in, so that it is read aloud rightly. In templates:
/// `<bdi lang="{{lang}}">{{text}}</bdi>`.
struct Named: Sendable, Equatable {
    let text: String
    let lang: String

    /// - Parameter tamil: The name's Tamil form, where there is one.
    init(_ text: String, tamil: String? = nil, in language: Language) {
        if language == .tamil, let tamil, !tamil.isEmpty {
            self.text = tamil
            lang = "ta"
        } else {
            self.text = text
            // People write their own names in either script.
            lang = text.unicodeScalars.contains { (0x0B80...0x0BFF).contains($0.value) } ? "ta" : "en"
        }
    }

    var model: [String: Any] { ["text": text, "lang": lang] }
}
