import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// All bookings. Looking is itself written down, since they tell of people.
struct BookingListPage: Sendable {
    let bookings: Bookings

    var routes: [Route] {
        [
            Route.page(.get, "/admin/bookings", for: .admins, show).writtenDown(),
            Route.page(.get, "/admin/bookings.csv", for: .admins, table).writtenDown(),
        ]
    }

    private static let mostInFile = 10_000

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        var search = Self.search(page)
        let after = AdminPaging.after(page)
        search.limit = AdminPaging.length
        search.before = after
        let found = try await search.shown(to: context.actor, on: bookings.pool)
        let view = try await BookingView.find(page, bookings)
        let fields = Self.fields(search)
        var model: [String: Any] = [
            "bookings": found.items.map { booking in
                view.row(booking).merging([
                    "customer": Named(booking.customerName, in: page.language).model,
                    "customer_href": "/admin/users/\(booking.customer_id)",
                ]) { $1 }
            },
            "has_bookings": !found.items.isEmpty,
            "csv_href": "/admin/bookings.csv" + (fields.isEmpty ? "" : "?" + FormBody(fields).encoded),
            "statuses": BookingStatus.allCases.map { status in
                [
                    "value": status.rawValue, "label": page.words.text("bookings.status.\(status.rawValue)"),
                    "is_chosen": status == search.status,
                ] as [String: Any]
            },
        ]
        for (name, value) in fields { model["asked_\(name)"] = value }
        AdminPaging.add(to: &model, .bookings, fields, next: found.next, isFirst: after == nil)
        return try page.render(AdminTab.bookings, model)
    }

    @Sendable func table(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        var search = Self.search(context.page)
        search.limit = Self.mostInFile
        let found = try await search.shown(to: context.actor, on: bookings.pool)
        return Answer.csv(
            CSVWriter(found.items), name: "bookings", nextCursor: found.next.map { Cursor.text([$0]) })
    }

    /// What can't be read is passed over, as on every page.
    private static func search(_ page: PageContext) -> BookingSearch {
        let query = page.query
        var search = BookingSearch()
        search.city = query.text("city").map { String($0.prefix(100)) }
        search.provider = query.text("provider_id").flatMap { Int64($0) }
        search.status = query.choice("status")
        search.from = query.day("from")?.text
        search.to = query.day("to")?.text
        return search
    }

    private static func fields(_ search: BookingSearch) -> [(name: String, value: String)] {
        let given: [(name: String, value: String?)] = [
            ("city", search.city), ("provider_id", search.provider.map { String($0) }),
            ("status", search.status?.rawValue), ("from", search.from), ("to", search.to),
        ]
        return given.compactMap { field in field.value.map { (field.name, $0) } }
    }
}
