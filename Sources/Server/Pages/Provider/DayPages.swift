import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// A centre's day: who waits for an answer, and what is to be done, each with one tap.
struct DayPages: Sendable {
    let providers: Providers
    let catalogue: Catalogue
    let bookings: Bookings

    var routes: [Route] {
        [
            .page(.get, "/provider/centres/{id}/day", for: .providers, show),
            .page(.post, "/provider/centres/{id}/day", for: .providers, step),
        ]
    }

    /// As many as wait at once on one page; answered ones make room.
    private static let requestsShown = 50

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let day = context.page.query.day("date") ?? CalendarDay(of: Date())
        return try await context.page.render(CentrePart.day.template, model(record, day, context))
    }

    @Sendable func step(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let record = try await OwnCentreFrame.record(context, providers)
        let day = CalendarDay(page.form["date"]) ?? CalendarDay(of: Date())
        let path = LocalPath(Self.path(record.centre.id, day)) ?? .home
        guard let id = Int64(page.form["booking"]), let status = DayStep(rawValue: page.form["step"]) else {
            return page.redirect(to: path)
        }
        var form = FormReader(page.form)
        let reason = try form.read { try $0.text("reason", length: 1...500) }
        if status == .rejected, reason == nil, form.isFine { form.note("reason", "missing") }
        func refuse(_ error: (any Error)? = nil) async throws -> Response {
            try page.refuse(
                CentrePart.day.template, prefix: "calendar", names: [], error: error,
                model: try await model(record, day, context, refused: (id, form.problems)))
        }
        guard form.isFine else { return try await refuse() }
        do {
            _ = try await bookings.move(
                id, to: status.status, note: reason, at: record.centre.id, by: context.actor)
        } catch let error as BookingError {
            // A second tap on what is done already.
            if case .illegalTransition(let from, status.status, _) = error, from == status.status {
                return page.redirect(to: path, done: status.done)
            }
            return try await refuse(error)
        }
        return page.redirect(to: path, done: status.done)
    }

    private static func path(_ centre: Int64, _ day: CalendarDay) -> String {
        CentrePart.day.path(of: centre) + "?date=\(day.text)"
    }

    /// - Parameter refused: The booking whose step was refused, and what was wrong with the reason.
    private func model(
        _ record: ProviderRecord, _ day: CalendarDay, _ context: PersonalPageContext,
        refused: (booking: Int64, problems: [FormProblem])? = nil
    ) async throws -> [String: Any] {
        let centre = record.centre.id
        let view = try await BookingView.find(context.page, bookings)
        let waiting = try await bookings.requests(
            to: centre, .pending, for: context.user, after: nil, limit: Self.requestsShown
        ).items
        let work = try await bookings.calendar(of: centre, from: day.text, days: 1, for: context.user).bookings
            .filter { $0.status != .pending && $0.status != .held }
        let cards = DayCards(view: view, words: context.page.words, typed: context.page.form, refused: refused)
        var model = try await OwnCentreFrame.model(.day, record, context.page.words, catalogue)
        model["date"] = day.text
        model["day_title"] = view.formats.day(day)
        model["before_href"] = Self.path(centre, day.adding(-1))
        model["after_href"] = Self.path(centre, day.adding(1))
        if day != CalendarDay(of: view.now) { model["today_href"] = CentrePart.day.path(of: centre) }
        model["requests"] = waiting.map(cards.model)
        model["has_requests"] = !waiting.isEmpty
        model["work"] = work.map(cards.model)
        model["has_work"] = !work.isEmpty
        if let refused, let problem = refused.problems.first {
            // Each booking has a field of its own.
            let message = problem.message(context.page.words, prefix: "calendar")
            model["summary"] = ["items": [["id": DayCards.reasonID(refused.booking), "message": message]]]
        }
        return model
    }
}
