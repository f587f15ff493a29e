import HTTPTypes
import Hummingbird
import Marketplace

/// Where somebody is signed in, and the end of it.
struct SessionPages: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            .page(.get, "/account/sessions", for: .everybodySignedIn, list),
            .page(.post, "/account/sessions", for: .everybodySignedIn, end),
        ]
    }

    private static let path = LocalPath("/account/sessions") ?? .home

    @Sendable func list(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let before = context.page.query.integer("before", in: 1...Int.max).map { Int64($0) }
        let (sessions, next) = try await accounts.sessions(of: context.user, before: before, limit: 20)
        let formats = Formats(context.page.words)
        var model: [String: Any] = [
            "sessions": sessions.map { session -> [String: Any] in
                [
                    "id": String(session.id), "device": Self.device(session.userAgent ?? ""),
                    "address": session.address ?? "", "seen": formats.dateAndTime(session.lastSeenAt),
                    "began": formats.dateAndTime(session.createdAt),
                    "is_current": session.id == context.user.sessionID,
                ]
            },
            "has_others": sessions.contains { $0.id != context.user.sessionID },
        ]
        if let next { model["pagination"] = ["next_href": "/account/sessions?before=\(next)"] }
        return try context.page.render("accounts/sessions", model)
    }

    /// One of them, or all but this one. One that is over already is as good as ended.
    @Sendable func end(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        if page.form["others"] == "true" {
            try await accounts.endOtherSessions(of: context.user, by: context.actor)
            return page.redirect(to: Self.path, done: "accounts.other_sessions_ended")
        }
        guard let id = Int64(page.form["session"]) else { throw AccountError.unknownSession }
        try await accounts.endSession(id, of: context.user.id, reason: "revoked", by: context.actor)
        guard id == context.user.sessionID else {
            return page.redirect(to: Self.path, done: "accounts.session_ended")
        }
        var response = page.redirect(to: .home, done: "accounts.signed_out")
        response.headers[.setCookie] = SessionCookie.clearing
        return response
    }

    /// What a person knows it by: `Firefox, Android`; else as it calls itself.
    static func device(_ userAgent: String) -> String {
        let browsers = [
            ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"),
        ]
        let systems = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS", "macOS"), ("Linux", "Linux"),
        ]
        let known = [browsers, systems].compactMap { names in
            names.first { userAgent.contains($0.0) }?.1
        }
        return known.isEmpty ? String(userAgent.prefix(80)) : known.joined(separator: ", ")
    }
}
