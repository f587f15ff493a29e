import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Bookings that wait for a dispatcher: those without a centre, and those that their centre leaves undone.
struct BookingBoardPages: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            .page(.get, "/dispatch/bookings", for: .dispatchers, board),
            .page(.get, "/dispatch/bookings/{id}", for: .dispatchers, show),
            .page(.post, "/dispatch/bookings/{id}", for: .dispatchers, assign),
        ]
    }

    private static let pageLength = 25
    private static let template = "dispatch/booking"
    private static let names = ["reason"]

    @Sendable func board(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let view = try await BookingView.find(page, bookings)
        let asked: Bookings.Queue? = page.query.choice("queue")
        // One that isn't ours begins from the first.
        let after = asked == nil ? nil : page.query.text("cursor").flatMap { try? Bookings.Position(cursor: $0) }
        var queues: [[String: Any]] = []
        for queue in Bookings.Queue.allCases where asked == nil || asked == queue {
            let found = try await bookings.dispatchBoard(queue, after: after, limit: Self.pageLength)
            queues.append(Self.model(queue, found, view))
        }
        var model: [String: Any] = ["queues": queues]
        if asked != nil { model["first_href"] = DispatchTab.bookings.path }
        return try page.render(DispatchTab.bookings, model)
    }

    private static func model(
        _ queue: Bookings.Queue, _ found: Page<Booking, Bookings.Position>, _ view: BookingView
    ) -> [String: Any] {
        var model: [String: Any] = [
            "id": "queue-\(queue.rawValue)", "title": view.words.text("board.queue.\(queue.rawValue)"),
            "none": view.words.text("board.none.\(queue.rawValue)"), "has_bookings": !found.items.isEmpty,
            "bookings": found.items.map { booking in
                view.row(booking).merging([
                    "href": "\(DispatchTab.bookings.path)/\(booking.id)",
                    "customer": Named(booking.customerName, in: view.formats.language).model,
                ]) { $1 }
            },
        ]
        if let next = found.next {
            model["more_href"] = DispatchTab.bookings.address([
                ("queue", queue.rawValue), ("cursor", Cursor.text([next.group, next.key, next.id])),
            ])
        }
        return model
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        let typed = FormBody([("reason", page.words.text("board.reason.usual"))])
        let form = FormView("board", page.words, typed: typed).model(Self.names)
        return try page.render(Self.template, form.merging(try await model(booking, page)) { $1 })
    }

    @Sendable func assign(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        var form = FormReader(page.form)
        let reason = try form.require("reason") { try $0.text($1, length: 1...500) }
        guard let choice = Self.choice(page.form) else {
            return page.redirect(to: LocalPath("\(DispatchTab.bookings.path)/\(booking.id)") ?? .home)
        }
        func refuse(_ error: (any Error)? = nil) async throws -> Response {
            try page.refuse(
                Self.template, prefix: "board", names: Self.names, problems: form.problems, error: error,
                model: try await model(booking, page))
        }
        guard form.isFine, let reason else { return try await refuse() }
        do {
            _ = try await bookings.assign(
                booking.id, to: choice.centre, at: choice.start, reason: reason, by: context.actor)
        } catch {
            return try await refuse(error)
        }
        return page.redirect(to: LocalPath(DispatchTab.bookings.path) ?? .home, done: "board.assigned")
    }

    /// One that can do it at its time, or one with the next time at which it is free.
    private static func choice(_ form: FormBody) -> (centre: Int64, start: Date?)? {
        if let centre = Int64(form["provider_id"]) { return (centre, nil) }
        let parts = form["later"].split(separator: " ")
        guard parts.count == 2, let centre = Int64(parts[0]), let start = Timestamp.date(String(parts[1])) else {
            return nil
        }
        return (centre, start)
    }

    private func model(_ booking: Booking, _ page: PageContext) async throws -> [String: Any] {
        let view = try await BookingView.find(page, bookings)
        let steps = try await BookingStep.all(of: booking.id, on: bookings.pool)
        var model = view.whole(booking)
        model["action"] = "\(DispatchTab.bookings.path)/\(booking.id)"
        model["board_href"] = DispatchTab.bookings.path
        model["history"] = view.history(steps)
        model["can_assign"] = booking.isOpen
        model["whole_href"] = "/bookings/\(booking.id)"
        guard booking.isOpen else { return model }
        let found = try await bookings.candidates(for: booking.id)
        let possible = found.filter { $0.reason == nil }
        let later = found.filter(Self.isFreeLater)
        let excluded = found.filter { $0.reason != nil && !Self.isFreeLater($0) }
        model["candidates"] = possible.map { Self.model($0, view) }
        model["has_candidates"] = !possible.isEmpty
        model["later"] = later.map { Self.model($0, view) }
        model["has_later"] = !later.isEmpty
        model["has_choice"] = !possible.isEmpty || !later.isEmpty
        model["excluded"] = excluded.map { Self.model($0, view) }
        model["has_excluded"] = !excluded.isEmpty
        return model
    }

    /// Whether nothing but the hour speaks against it.
    private static func isFreeLater(_ candidate: BookingCandidate) -> Bool {
        candidate.nextFreeAt != nil && (candidate.reason == "closed" || candidate.reason == "taken")
    }

    private static func model(_ candidate: BookingCandidate, _ view: BookingView) -> [String: Any] {
        var model: [String: Any] = [
            "centre_id": String(candidate.id), "centre_href": "/centres/\(candidate.id)",
            "name": Named(candidate.center_name, in: view.formats.language).model,
            "distance": view.formats.distance(candidate.distance_m),
        ]
        if let reason = candidate.reason { model["why"] = view.words.text("board.excluded.\(reason)") }
        if let next = candidate.nextFreeAt {
            model["next_free"] = view.words.text(
                "board.next_free", ["time": view.formats.appointment(next)])
            model["next_at"] = Timestamp.text(next)
        }
        return model
    }
}
