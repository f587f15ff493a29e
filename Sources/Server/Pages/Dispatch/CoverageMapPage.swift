import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// The map of the coverage with all that is asked on it, and the districts' table below as the other way.
///
/// `?mode=`, `?district=` and `?pincode=` say what is shown first (see `js/staff/coverage.js`); `?suggest=1` with the fields
/// of the form has the suggestions worked out at once.
struct CoverageMapPage: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] { [.page(.get, "/dispatch", for: .dispatchers, show)] }

    private static let eventsShown = 5

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let summary = try await CoverageSummary.find(on: pool)
        let districts = try await catalogue.districts()
        let events = try await CoverageEvent.recent(Self.eventsShown, on: pool)
        let view = DispatchView(
            page, districts: districts, tamilNames: try await catalogue.tamilNames(for: page.language))
        let chosen = page.query.text("district").flatMap(view.find)
        let table = DistrictTable(view: view, summary: summary, chosen: chosen?.lgd)
        var model = table.model(sortedBy: .name, isDescending: false)
        model["state"] = table.stateModel
        model["events"] = events.map { EventsPage.model($0, view) }
        model["has_events"] = !events.isEmpty
        model["starts_suggesting"] = page.query.text("suggest") != nil
        model["imagined_radius"] = view.formats.number(ImaginedChange.usualRadius_km, digits: 0)
        let form = SuggestionsPage.formModel(page, view, typed: page.query.form)
        return try page.render(.map, model.merging(form) { own, _ in own })
    }
}
