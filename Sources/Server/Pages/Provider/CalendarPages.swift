import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// A centre's week: when it is open, what is booked, who isn't there; and the address by which a phone's calendar shows
/// it.
struct CalendarPages: Sendable {
    let providers: Providers
    let catalogue: Catalogue
    let bookings: Bookings

    var routes: [Route] {
        [
            .page(.get, "/provider/centres/{id}/calendar", for: .providers, show),
            .page(.post, "/provider/centres/{id}/calendar/away", for: .providers, block),
            .page(.post, "/provider/centres/{id}/calendar/away/remove", for: .providers, free),
            .page(.post, "/provider/centres/{id}/calendar/feed", for: .providers, changeFeed),
        ]
    }

    private static let names = ["resource", "from_time", "to_time"]

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let record = try await OwnCentreFrame.record(context, providers)
        let form = FormView("calendar", context.page.words).model(Self.names)
        return try await context.page.render(
            CentrePart.calendar.template, form.merging(model(record, context)) { $1 })
    }

    // MARK: Who isn't there

    @Sendable func block(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let record = try await OwnCentreFrame.record(context, providers)
        var form = FormReader(page.form)
        let id = try form.require("resource") { try $0.integer($1, in: 1...Int64.max) }
        let from = try form.require("from_time") { try $0.time($1) }
        let to = try form.require("to_time") { try $0.time($1) }
        if let from, let to, from >= to { form.note("to_time", "order") }
        func refuse(_ error: (any Error)? = nil) async throws -> Response {
            try page.refuse(
                CentrePart.calendar.template, prefix: "calendar", names: Self.names, problems: form.problems,
                error: error, model: try await model(record, context))
        }
        guard form.isFine, let id, let from, let to else { return try await refuse() }
        do {
            let resource = try await resource(id, record, context)
            _ = try await bookings.block(
                id, during: resource.ahead + [from..<to], for: context.user, by: context.actor)
        } catch {
            return try await refuse(error)
        }
        return page.redirect(to: Self.path(record), done: "calendar.blocked")
    }

    /// Twice is no harm.
    @Sendable func free(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let record = try await OwnCentreFrame.record(context, providers)
        guard let id = Int64(page.form["resource"]), let from = Timestamp.date(page.form["from"]) else {
            return page.redirect(to: Self.path(record))
        }
        let resource = try await resource(id, record, context)
        let kept = resource.ahead.filter { Timestamp.text($0.lowerBound) != Timestamp.text(from) }
        _ = try await bookings.block(id, during: kept, for: context.user, by: context.actor)
        return page.redirect(to: Self.path(record), done: "calendar.freed")
    }

    private func resource(
        _ id: Int64, _ record: ProviderRecord, _ context: PersonalPageContext
    ) async throws -> BookingResource {
        let own = try await bookings.resources(of: record.centre.id, for: context.user)
        guard let resource = own.first(where: { $0.id == id }) else { throw ResourceError.unknownResource }
        return resource
    }

    // MARK: The phone's calendar

    @Sendable func changeFeed(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let record = try await OwnCentreFrame.record(context, providers)
        let pool = bookings.pool
        guard page.form["change"] != "end" else {
            try await CalendarFeed.end(of: record.centre.id, for: context.user, by: context.actor, on: pool)
            return page.redirect(to: Self.path(record), done: "calendar.feed_ended")
        }
        // Shown this once, so it can't be led to.
        let secret = try await CalendarFeed.renew(
            of: record.centre.id, for: context.user, by: context.actor, on: pool)
        var model = try await model(record, context)
        model["feed_url"] = "\(page.origin)/calendars/\(secret.text).ics"
        let form = FormView("calendar", page.words).model(Self.names)
        return try page.render(CentrePart.calendar.template, form.merging(model) { $1 })
    }

    private func model(_ record: ProviderRecord, _ context: PersonalPageContext) async throws -> [String: Any] {
        let page = context.page
        let centre = record.centre.id
        let path = CentrePart.calendar.path(of: centre)
        let monday = (page.query.day("week") ?? CalendarDay(of: Date())).monday
        let calendar = try await bookings.calendar(of: centre, from: monday.text, days: 7, for: context.user)
        let view = try await BookingView.find(page, bookings)
        let week = CalendarWeek(
            calendar: calendar, monday: monday, view: view, dayPath: CentrePart.day.path(of: centre), path: path)
        var model = try await OwnCentreFrame.model(.calendar, record, page.words, catalogue)
        model.merge(week.model(chosen: page.form["resource"])) { $1 }
        model["before_href"] = path + "?week=\(monday.adding(-7).text)"
        model["after_href"] = path + "?week=\(monday.adding(7).text)"
        if monday != CalendarDay(of: view.now).monday { model["this_href"] = path }
        model["away_action"] = path + "/away"
        model["remove_action"] = path + "/away/remove"
        model["feed_action"] = path + "/feed"
        model["closures_href"] = CentrePart.closures.path(of: centre)
        if let since = try await CalendarFeed.since(of: centre, on: bookings.pool) {
            model["feed_since"] = page.words.text("calendar.feed.since", ["time": view.formats.dateAndTime(since)])
        }
        return model
    }

    private static func path(_ record: ProviderRecord) -> LocalPath {
        LocalPath(CentrePart.calendar.path(of: record.centre.id)) ?? .home
    }
}

extension BookingResource {
    /// The times it isn't there that aren't over.
    var ahead: [Range<Date>] { unavailable.filter { $0.upperBound > Date() } }
}
