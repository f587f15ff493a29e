import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// What a customer, or whoever looks after bookings in their place, changes of a booking: its time, or that it is there
/// at all.
struct BookingChangePages: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            .page(.get, "/bookings/{id}/cancel", for: .everybodySignedIn, askCancel),
            .page(.post, "/bookings/{id}/cancel", for: .everybodySignedIn, cancel),
            .page(.get, "/bookings/{id}/reschedule", for: .everybodySignedIn, askTime),
            .page(.post, "/bookings/{id}/reschedule", for: .everybodySignedIn, reschedule),
        ]
    }

    private static let cancelTemplate = "bookings/cancel"
    private static let cancelNames = ["reason"]

    @Sendable func askCancel(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        guard booking.isOpen else { return page.redirect(to: BookingPage.path(booking.id)) }
        let form = FormView("bookings", page.words).model(Self.cancelNames)
        return try page.render(
            Self.cancelTemplate, form.merging(try await cancelModel(booking, context)) { $1 })
    }

    @Sendable func cancel(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        var form = FormReader(page.form)
        let reason = try form.read { try $0.text("reason", length: 1...500) }
        // Sent twice it has been done already.
        if booking.status == .cancelled {
            return page.redirect(to: BookingPage.path(booking.id), done: "bookings.cancelled")
        }
        do {
            guard form.isFine else {
                return try page.refuse(
                    Self.cancelTemplate, prefix: "bookings", names: Self.cancelNames, problems: form.problems,
                    model: try await cancelModel(booking, context))
            }
            _ = try await bookings.cancel(booking.id, reason: reason, by: context.actor)
        } catch {
            return try page.refuse(
                Self.cancelTemplate, prefix: "bookings", names: Self.cancelNames, error: error,
                model: try await cancelModel(booking, context))
        }
        return page.redirect(to: BookingPage.path(booking.id), done: "bookings.cancelled")
    }

    private func cancelModel(_ booking: Booking, _ context: PersonalPageContext) async throws -> [String: Any] {
        let view = try await BookingView.find(context.page, bookings)
        let fee = context.user.id == booking.customer_id ? view.fee_paise(booking) : 0
        var model = view.row(booking)
        model["title"] = view.words.text("bookings.cancel.title")
        model["cost"] =
            fee == 0
            ? view.words.text("bookings.cancel.free")
            : view.words.text("bookings.cancel.fee", ["fee": view.formats.rupees(paise: fee)])
        return model
    }

    // MARK: Another time

    @Sendable func askTime(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        guard booking.isOpen else { return page.redirect(to: BookingPage.path(booking.id)) }
        return try await page.render(
            BookingTimes.template, times(booking, context).model(asked: page.query.time("starts_at")))
    }

    @Sendable func reschedule(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        let path = LocalPath("/bookings/\(booking.id)/reschedule") ?? .home
        guard let startsAt = Timestamp.date(page.form["starts_at"]) else { return page.redirect(to: path) }
        do {
            _ = try await bookings.reschedule(booking.id, to: startsAt, by: context.actor)
        } catch {
            return try await times(booking, context).refuse(error)
        }
        return page.redirect(to: BookingPage.path(booking.id), done: "bookings.moved")
    }

    private func times(_ booking: Booking, _ context: PersonalPageContext) async throws -> BookingTimes {
        let view = try await BookingView.find(context.page, bookings)
        let fee = context.user.id == booking.customer_id ? view.fee_paise(booking) : 0
        let words = view.words
        return BookingTimes(
            booking: booking, context: context, bookings: bookings, view: view, action: "reschedule",
            title: words.text("bookings.move.title"),
            lead: words.text("bookings.move.now", ["time": view.formats.appointment(booking.startsAt)]),
            question: { words.text("bookings.move.to", ["time": $0]) }, submit: words.text("bookings.move.submit"),
            cost: fee == 0
                ? words.text("bookings.move.free")
                : words.text("bookings.move.fee", ["fee": view.formats.rupees(paise: fee)]))
    }
}

extension Booking {
    /// Whether it can still be moved or cancelled.
    var isOpen: Bool { status == .pending || status == .accepted }
}

extension BookingView {
    static func find(_ page: PageContext, _ bookings: Bookings) async throws -> BookingView {
        BookingView(page, catalogue: try await RepairService.all(on: bookings.pool), rules: bookings.rules)
    }
}
