import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Which pincodes became gaps or stopped being ones, the latest first: the map's feed as a list.
struct EventsPage: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] { [.page(.get, "/dispatch/events", for: .dispatchers, show)] }

    private static let pageLength = 50

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let before = page.query.text("before").flatMap { Int64($0) }
        let found = try await CoverageEvent.recent(Self.pageLength + 1, before: before ?? .max, on: pool)
        let view = DispatchView(
            page, districts: try await catalogue.districts(),
            tamilNames: try await catalogue.tamilNames(for: page.language))
        let shown = found.prefix(Self.pageLength)
        var model: [String: Any] = ["events": shown.map { Self.model($0, view) }, "has_events": !shown.isEmpty]
        if found.count > shown.count, let last = shown.last {
            model["pagination"] = ["next_href": DispatchTab.events.address([("before", String(last.id))])]
        }
        if before != nil { model["first_href"] = DispatchTab.events.path }
        return try page.render(.events, model)
    }

    static func model(_ event: CoverageEvent, _ view: DispatchView) -> [String: Any] {
        var model = view.place(event.pincode, name: event.name, district: event.district_lgd)
        model["is_gap"] = event.kind == .gap
        model["at"] = view.formats.dateAndTime(event.at)
        model["machine_at"] = view.formats.machineTime(event.at)
        model["households"] = view.formats.number(event.demand)
        return model
    }
}
