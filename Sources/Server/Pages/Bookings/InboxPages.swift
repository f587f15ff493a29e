import HTTPTypes
import Hummingbird
import Marketplace

/// What somebody was told, the latest first. Whoever looks has read it.
struct InboxPages: Sendable {
    let inbox: Inbox

    var routes: [Route] { [.page(.get, "/account/inbox", for: .everybodySignedIn, show)] }

    private static let pageLength = 20

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let before = page.query.integer("before", in: 1...Int.max).map { Int64($0) }
        let found = try await inbox.page(of: context.user.id, before: before, limit: Self.pageLength)
        let formats = Formats(page.words)
        var model: [String: Any] = [
            "messages": found.items.map { Self.model($0, formats) }, "has_messages": !found.items.isEmpty,
        ]
        if let next = found.next { model["pagination"] = ["next_href": "/account/inbox?before=\(next)"] }
        if before != nil { model["first_href"] = "/account/inbox" }
        let response = try page.render("bookings/inbox", model)
        if let latest = found.items.first(where: { $0.readAt == nil })?.id {
            _ = try await inbox.read(upTo: latest, of: context.user.id)
        }
        return response
    }

    private static func model(_ message: Inbox.Message, _ formats: Formats) -> [String: Any] {
        let content = message.content
        var model: [String: Any] = [
            "title": content.title(in: formats.language), "fact": content.fact(in: formats.language),
            "is_new": message.readAt == nil, "at": formats.dateAndTime(message.createdAt),
            "machine_at": formats.machineTime(message.createdAt),
        ]
        if let booking = message.booking_id { model["href"] = "/bookings/\(booking)" }
        if let startsAt = content.startsAt { model["when"] = formats.appointment(startsAt) }
        if let name = content.centreName { model["centre"] = Named(name, in: formats.language).model }
        if let note = content.note { model["note"] = Named(note, in: formats.language).model }
        return model
    }
}
