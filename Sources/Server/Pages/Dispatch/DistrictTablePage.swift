import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// The districts in figures, sorted as the address says: `?sort=` names a column, `?order=` is `up` or `down`.
struct DistrictTablePage: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/dispatch/districts", for: .dispatchers, show),
            .page(.get, "/dispatch/districts.csv", for: .dispatchers, file),
        ]
    }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let summary = try await CoverageSummary.find(on: pool)
        let view = DispatchView(page, districts: try await catalogue.districts())
        let table = DistrictTable(view: view, summary: summary)
        let column: DistrictTable.Column = page.query.choice("sort") ?? .name
        let isDescending = page.query.text("order").map { $0 == "down" } ?? column.beginsDescending
        var model = table.model(sortedBy: column, isDescending: isDescending)
        model["state"] = table.stateModel
        model["columns"] = DistrictTable.Column.allCases.map { one in
            let isChosen = one == column
            let next = isChosen ? !isDescending : one.beginsDescending
            return [
                "label": page.words.text("dispatch.column.\(one.rawValue)"), "value": one.rawValue,
                "href": DispatchTab.districts.address([("sort", one.rawValue), ("order", next ? "down" : "up")]),
                "is_number": one != .name, "is_chosen": isChosen,
                "is_up": isChosen && !isDescending, "is_down": isChosen && isDescending,
            ] as [String: Any]
        }
        model["is_down"] = isDescending
        return try page.render(.districts, model)
    }

    @Sendable func file(_ request: Request, _: PersonalPageContext) async throws -> Response {
        try await CoverageQuestionRoutes(pool: pool).summary(.table)
    }
}
