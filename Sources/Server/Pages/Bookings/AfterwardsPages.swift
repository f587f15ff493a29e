import Foundation
import HTTPTypes
import Hummingbird
import Marketplace

/// What a customer does when the repair is done: say how it was, or have it done again free of charge. For those on the
/// phone a dispatcher asks for that.
struct AfterwardsPages: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            .page(.post, "/bookings/{id}/review", for: .everybodySignedIn, review),
            .page(.get, "/bookings/{id}/rework", for: .everybodySignedIn, askRework),
            Route.page(.post, "/bookings/{id}/rework", for: .everybodySignedIn, rework).limited(by: .bookings),
        ]
    }

    @Sendable func review(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        var form = FormReader(page.form)
        let rating = try form.require("rating") { try $0.integer($1, in: 1...5) }
        let text = try form.read { try $0.text("text", length: 1...2000) }
        func refuse(_ error: (any Error)? = nil) async throws -> Response {
            try page.refuse(
                BookingPage.template, prefix: "bookings", names: BookingPage.names, problems: form.problems,
                error: error, model: try await BookingPage.model(booking, context, bookings, typed: page.form))
        }
        guard form.isFine, let rating else { return try await refuse() }
        do {
            _ = try await bookings.review(
                booking.id, rating: Int32(rating), text: text, for: context.user, by: context.actor)
        } catch BookingError.alreadyReviewed {
            // Sent twice: the first one counts, and the page shows it.
        } catch {
            return try await refuse(error)
        }
        return page.redirect(to: BookingPage.path(booking.id), done: "bookings.reviewed")
    }

    @Sendable func askRework(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        guard BookingPage.mayHaveReworked(booking, context.user) else { throw BookingError.unknownBooking }
        guard booking.status == .completed else { return page.redirect(to: BookingPage.path(booking.id)) }
        return try await page.render(
            BookingTimes.template, times(booking, context).model(asked: BookingTimes.asked(page.query)))
    }

    @Sendable func rework(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let booking = try await BookingPage.booking(context, bookings)
        guard let startsAt = Timestamp.date(page.form["starts_at"]) else {
            return page.redirect(to: LocalPath("/bookings/\(booking.id)/rework") ?? .home)
        }
        do {
            let made = try await bookings.pool.withRetriedTransaction { transaction in
                try await bookings.rework(
                    booking.id, at: startsAt, notes: nil, for: context.user, by: context.actor, on: transaction)
            }
            return page.redirect(to: BookingPage.path(made.booking.id), done: "bookings.reworked")
        } catch BookingError.reworkOpen(let id) {
            // Sent twice, or asked for before: there is one under way.
            return page.redirect(to: BookingPage.path(id), done: "bookings.reworked")
        } catch {
            return try await times(booking, context).refuse(error)
        }
    }

    private func times(_ booking: Booking, _ context: PersonalPageContext) async throws -> BookingTimes {
        let view = try await BookingView.find(context.page, bookings)
        let words = view.words
        return BookingTimes(
            booking: booking, context: context, bookings: bookings, view: view, action: "rework",
            title: words.text("bookings.rework.title"), lead: words.text("bookings.rework.lead"),
            question: { words.text("bookings.rework.to", ["time": $0]) }, submit: words.text("bookings.rework.submit"))
    }
}
