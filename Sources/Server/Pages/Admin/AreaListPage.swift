import HTTPTypes
import Hummingbird
import Marketplace

/// The areas that wait for a decision, and those that are decided.
struct AreaListPage: Sendable {
    let providers: Providers

    var routes: [Route] { [.page(.get, "/admin/areas", for: .admins, show)] }

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let filter: Providers.AreaFilter = page.query.choice("status") ?? .proposed
        let after = AdminPaging.after(page)
        let found = try await providers.areas(filter, after: after, limit: AdminPaging.length)
        let names = try await CentreNames.of(found.items.map(\.provider_id), on: providers.pool)
        let view = AdminView(page)
        var model: [String: Any] = [
            "statuses": view.options(
                "area_status", Providers.AreaFilter.allCases.map(\.rawValue), chosen: filter.rawValue),
            "areas": found.items.map { area in
                view.version(area.replacement ?? area.shown).merging([
                    "href": "/admin/areas/\(area.id)", "centre": names.model(area.provider_id, view),
                    "is_change": area.replacement != nil,
                ]) { $1 }
            },
            "has_areas": !found.items.isEmpty, "is_waiting": filter == .proposed,
        ]
        AdminPaging.add(
            to: &model, .areas, [("status", filter.rawValue)], next: found.next, isFirst: after == nil)
        return try page.render(.areas, model)
    }
}
