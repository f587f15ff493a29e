import HTTPTypes
import Hummingbird
import Marketplace

/// What somebody was told, the latest first. It is read when it is opened by itself, or said to be.
struct InboxPages: Sendable {
    let inbox: Inbox

    var routes: [Route] {
        [
            .page(.get, "/account/inbox", for: .everybodySignedIn, show),
            .page(.get, "/account/inbox/{id}", for: .everybodySignedIn, open),
            .page(.post, "/account/inbox/read", for: .everybodySignedIn, readAll),
        ]
    }

    private static let path = "/account/inbox"
    private static let pageLength = 20

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let before = page.query.integer("before", in: 1...Int.max).map { Int64($0) }
        let found = try await inbox.page(of: context.user.id, before: before, limit: Self.pageLength)
        let formats = Formats(page.words)
        var model: [String: Any] = [
            "messages": found.items.map { Self.model($0, formats) }, "has_messages": !found.items.isEmpty,
        ]
        if let next = found.next { model["pagination"] = ["next_href": "\(Self.path)?before=\(next)"] }
        if before != nil { model["first_href"] = Self.path }
        // What comes after this page was made hasn't been seen.
        if before == nil, page.unread > 0 { model["latest"] = found.items.first.map { String($0.id) } }
        return try page.render("bookings/inbox", model)
    }

    @Sendable func open(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let id = try page.request.id()
        let booking = if let id { try await inbox.open(id, of: context.user.id) } else { Int64?.none }
        return page.redirect(to: booking.map(BookingPage.path) ?? LocalPath(Self.path) ?? .home)
    }

    @Sendable func readAll(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        if let latest = Int64(page.form["up_to"]) { _ = try await inbox.read(upTo: latest, of: context.user.id) }
        return page.redirect(to: LocalPath(Self.path) ?? .home, done: "bookings.inbox_read")
    }

    private static func model(_ message: Inbox.Message, _ formats: Formats) -> [String: Any] {
        let content = message.content
        var model: [String: Any] = [
            "href": "\(path)/\(message.id)", "title": content.title(in: formats.language),
            "fact": content.fact(in: formats.language),
            "is_new": message.readAt == nil, "at": formats.dateAndTime(message.createdAt),
            "machine_at": formats.machineTime(message.createdAt),
        ]
        if let startsAt = content.startsAt { model["when"] = formats.appointment(startsAt) }
        if let name = content.centreName { model["centre"] = Named(name, in: formats.language).model }
        if let note = content.note { model["note"] = Named(note, in: formats.language).model }
        return model
    }
}
