import Hummingbird
import Marketplace
import Postgres

/// What admins decide and look after.
struct AdminPages: Sendable {
    let accounts: Accounts
    let providers: Providers
    let catalogue: Catalogue
    let bookings: Bookings
    let payments: Payments

    var routes: [Route] {
        DashboardPage(providers: providers, catalogue: catalogue).routes
            + CentreReviewPages(providers: providers).routes
            + AreaListPage(providers: providers).routes
            + AreaReviewPages(providers: providers, catalogue: catalogue).routes
            + UserPages(accounts: accounts).routes
            + AuditPage(pool: providers.pool).routes
            + JobPages(pool: providers.pool).routes
            + WatchListPage(pool: providers.pool, catalogue: catalogue).routes
            + BookingListPage(bookings: bookings).routes
            + ReportPages(reports: Reports(pool: providers.pool)).routes
            + MoneyCheckPages(payments: payments).routes
            + PayoutPages(pool: providers.pool).routes
            + OfferPages(offers: Offers(pool: providers.pool), catalogue: catalogue).routes
            + OfferEditPages(offers: Offers(pool: providers.pool), catalogue: catalogue).routes
            + BroadcastPages(broadcasts: Broadcasts(pool: providers.pool), catalogue: catalogue).routes
    }
}

/// The pages that stand side by side; `admin.tab.<rawValue>` is the name of each, `admin/<rawValue>` its template.
enum AdminTab: String, CaseIterable, Sendable {
    case centres, bookings, reports, money, payouts, offers, broadcasts, areas, users, audit, jobs, watches

    var path: String { self == .centres ? "/admin" : "/admin/\(rawValue)" }

    var template: String { "admin/\(rawValue)" }

    /// The row of tabs, as templates show it under `tabs`.
    func model(_ words: Words) -> [String: Any] {
        let tabs: [[String: Any]] = Self.allCases.map {
            ["href": $0.path, "label": words.text("admin.tab.\($0.rawValue)"), "is_current": $0 == self]
        }
        return ["tabs": tabs]
    }

    /// An address of the page with a query, encoded.
    func address(_ fields: [(name: String, value: String)]) -> String {
        let query = FormBody(fields).encoded
        return query.isEmpty ? path : path + "?" + query
    }
}

extension PageContext {
    func render(_ tab: AdminTab, _ model: [String: Any]) throws -> Response {
        try render(tab.template, model.merging(tab.model(words)) { own, _ in own })
    }
}

/// Lists that go on after the id of their last row.
enum AdminPaging {
    static let length = 25

    /// - Parameter fields: What is asked for beside the place in the list.
    static func add(
        to model: inout [String: Any], _ tab: AdminTab, _ fields: [(name: String, value: String)], next: Int64?,
        isFirst: Bool
    ) {
        if let next { model["pagination"] = ["next_href": tab.address(fields + [("after", String(next))])] }
        if !isFirst { model["first_href"] = tab.address(fields) }
    }

    /// Where the page begins, from the address.
    static func after(_ page: PageContext) -> Int64? { page.query.text("after").flatMap { Int64($0) } }
}
