import HTTPTypes
import Hummingbird
import Marketplace

/// Where somebody is signed in.
struct SessionRoutes: Sendable {
    let accounts: Accounts

    var routes: [Route] {
        [
            Route(.get, "/api/me/sessions", for: .everybodySignedIn, list),
            Route(.delete, "/api/me/sessions/{id}", for: .everybodySignedIn, end),
        ]
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let (sessions, next) = try await accounts.sessions(of: context.user, before: before, limit: limit)
        return Answer.personal {
            $0.writePage(sessions, next: next.map { Cursor.text([$0]) }) { json, session in
                json.write(session, isCurrent: session.id == context.user.sessionID)
            }
        }
    }

    @Sendable func end(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let id = try context.request.id() else { throw AccountError.unknownSession }
        try await request.refuseMembers()
        try await accounts.endSession(id, of: context.user.id, reason: "revoked", by: context.actor)
        var answer = Answer.nothing
        if id == context.user.sessionID { answer.headers[.setCookie] = SessionCookie.clearing }
        return answer
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ session: SessionRecord, isCurrent: Bool) {
        object { json in
            json.field("id", session.id)
            json.field("current", isCurrent)
            json.field("created_at", session.createdAt)
            json.field("last_seen_at", session.lastSeenAt)
            json.field("expires_at", session.expiresAt)
            json.field("address", session.address)
            json.field("user_agent", session.userAgent)
        }
    }
}
