import HTTPTypes
import Hummingbird
import Marketplace

extension Answer {
    /// For somebody who has just signed in: their session as a cookie for browsers, and as tokens for programs.
    static func signedIn(_ signIn: SignIn, limits: SessionLimits) -> Response {
        var answer = personal { json in
            json.object { json in
                json.writeMembers(of: signIn.tokens)
                json.field("csrf_token", signIn.opened.cookie.csrfToken.text)
                json.key("user")
                json.write(signIn.user)
                if signIn.resetAccess { json.field("access_reset", true) }
            }
        }
        answer.headers[.setCookie] = SessionCookie.set(signIn.opened, until: limits.absolute)
        return answer
    }

    /// About one person, and nobody's to keep.
    static func personal(
        _ status: HTTPResponse.Status = .ok, _ body: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var answer = try json(body)
        answer.status = status
        answer.headers[.cacheControl] = "no-store"
        return answer
    }

    static var nothing: Response { Response(status: .noContent, headers: [.cacheControl: "no-store"]) }
}
