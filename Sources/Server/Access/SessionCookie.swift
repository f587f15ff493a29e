import Foundation
import HTTPTypes
import Hummingbird
import Marketplace

/// The cookie that holds a session: for https and this host only, out of reach of scripts, not sent along by other
/// sites' forms.
enum SessionCookie {
    static func set(_ opened: OpenedSession, until expiry: Duration) -> String {
        text(opened.cookie.text, maxAge_s: expiry.components.seconds)
    }

    static var clearing: String { text("", maxAge_s: 0) }

    /// The session that the browser has already, be it in force or not.
    static func token(of request: Request) -> OpaqueToken? {
        request.cookies[Credentials.cookieName].flatMap { OpaqueToken($0.value) }
    }

    private static func text(_ value: String, maxAge_s: Int64) -> String {
        "\(Credentials.cookieName)=\(value); Path=/; Max-Age=\(maxAge_s); Secure; HttpOnly; SameSite=Lax"
    }
}
