import Hummingbird
import Marketplace

/// What somebody was told, in the language that they have now.
struct InboxRoutes: Sendable {
    let inbox: Inbox

    var routes: [Route] {
        [
            Route(.get, "/api/me/inbox", for: .everybodySignedIn, list),
            Route(.post, "/api/me/inbox/read", for: .everybodySignedIn, read),
        ]
    }

    @Sendable func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100, default: 20)
        let before = try parameters.text("cursor").map { try Cursor.integers($0, count: 1)[0] }
        try parameters.refuseOthers()
        let page = try await inbox.page(of: context.user.id, before: before, limit: limit)
        let unread = try await inbox.unread(of: context.user.id)
        return Answer.json(capacity: 4096) { json in
            json.object { json in
                json.key("items")
                json.array(page.items) { $0.write($1, in: context.user.language) }
                json.field("unread", unread)
                json.field("next_cursor", page.next.map { Cursor.text([$0]) })
            }
        }
    }

    @Sendable func read(_ request: Request, _ context: SignedInContext) async throws -> Response {
        var fields = try await request.jsonBody()
        let last = try fields.require("up_to") { try $0.integer($1, in: 1...Int64.max) }
        try fields.refuseOthers()
        let unread = try await inbox.read(upTo: last, of: context.user.id)
        return Answer.json { json in json.object { $0.field("unread", unread) } }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ message: Inbox.Message, in language: Language) {
        let content = message.content
        object { json in
            json.field("id", message.id)
            json.field("kind", content.kind)
            json.field("title", content.title(in: language))
            json.field("text", content.fact(in: language).replacing("\n", with: " "))
            json.field("booking_id", message.booking_id)
            json.field("reference", content.reference)
            json.field("center_name", content.centreName)
            json.field("starts_at", content.startsAt)
            json.field("note", content.note)
            json.field("amount_paise", content.amount_paise)
            json.field("created_at", message.createdAt)
            json.field("read_at", message.readAt)
        }
    }
}
