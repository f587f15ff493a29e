import HTTPTypes
import Hummingbird
import Marketplace

/// In which language somebody reads our pages.
enum LanguageChoice {
    /// What they chose last in this browser, else their account's, else what the browser asks for, else English.
    static func language(of request: Request, user: SignedInUser? = nil) -> Language {
        request.cookies["istri_lang"].flatMap { Language(rawValue: $0.value) }
            ?? user?.language
            ?? request.headers[.acceptLanguage].flatMap(preferred)
            ?? .english
    }

    /// Of our languages the one with the greatest weight (RFC 9110, 12.5.4), of equal ones the first; nil when none is
    /// named. `*` names none.
    static func preferred(_ header: String) -> Language? {
        var best: (language: Language, weight: Double)?
        for range in header.split(separator: ",").prefix(20) {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let tag = parts.first, let language = Language(rawValue: String(tag.prefix { $0 != "-" })) else {
                continue
            }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }
}

/// How bright somebody wants our pages.
enum Theme: String, CaseIterable, Sendable {
    case light, dark
    /// As the system is set.
    case automatic = "auto"

    static let cookieName = "istri_theme"

    init(_ request: Request) {
        self = request.cookies[Self.cookieName].flatMap { Theme(rawValue: $0.value) } ?? .automatic
    }
}

/// What a browser remembers of how somebody likes our pages, for a year; no one else's business, and no secret.
enum PreferenceCookie {
    static func text(_ name: String, _ value: String, _ isSecure: Bool) -> String {
        "\(name)=\(value); Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly" + (isSecure ? "; Secure" : "")
    }
}
