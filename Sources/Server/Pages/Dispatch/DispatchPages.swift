import Hummingbird
import Marketplace
import Matching
import Postgres

/// What dispatchers see: where customers are left alone, and what would help.
struct DispatchPages: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue
    let planner: SitingPlanner
    let bookings: Bookings

    var routes: [Route] {
        CoverageMapPage(pool: pool, catalogue: catalogue).routes
            + DistrictTablePage(pool: pool, catalogue: catalogue).routes
            + GapPages(pool: pool, catalogue: catalogue).routes
            + FragilePages(pool: pool, catalogue: catalogue).routes
            + OverlapsPage(pool: pool).routes
            + SuggestionsPage(pool: pool, catalogue: catalogue, planner: planner).routes
            + WhatIfPage(pool: pool, catalogue: catalogue).routes
            + EventsPage(pool: pool, catalogue: catalogue).routes
            + BookingBoardPages(bookings: bookings).routes
    }
}

/// The pages that stand side by side; `dispatch.tab.<rawValue>` is the name of each, `dispatch/<rawValue>` its template.
enum DispatchTab: String, CaseIterable, Sendable {
    case bookings, map, districts, gaps, fragile, overlaps, suggestions, events
    case whatIf = "what_if"

    static let allCases: [DispatchTab] = [
        .map, .bookings, .districts, .gaps, .fragile, .overlaps, .suggestions, .whatIf, .events,
    ]

    var path: String {
        switch self {
        case .map: "/dispatch"
        case .whatIf: "/dispatch/what-if"
        default: "/dispatch/\(rawValue)"
        }
    }

    var template: String { "dispatch/\(rawValue)" }

    /// The row of tabs, as templates show it under `tabs`.
    func model(_ words: Words) -> [String: Any] {
        let tabs: [[String: Any]] = Self.allCases.map {
            ["href": $0.path, "label": words.text("dispatch.tab.\($0.rawValue)"), "is_current": $0 == self]
        }
        return ["tabs": tabs]
    }

    /// An address of the page with a query, encoded.
    func address(_ fields: [(name: String, value: String)]) -> String {
        let query = FormBody(fields.map { FormBody.Field(name: $0.name, value: $0.value) }).encoded
        return query.isEmpty ? path : path + "?" + query
    }
}

extension PageContext {
    func render(_ tab: DispatchTab, _ model: [String: Any]) throws -> Response {
        try render(tab.template, model.merging(tab.model(words)) { own, _ in own })
    }
}
