import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// Where admins start: what waits, and all centres.
struct DashboardPage: Sendable {
    let providers: Providers
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/admin", for: .admins, show),
            .page(.get, "/admin/centres.csv", for: .admins, table),
        ]
    }

    /// Rows of a file, more than which nobody's table program takes gladly.
    private static let mostInFile = 50_000

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let filter = Self.filter(page)
        let after = AdminPaging.after(page)
        async let districts = catalogue.districts()
        async let counts = AdminCounts.read(on: providers.pool)
        let found = try await providers.all(filter, after: after, limit: AdminPaging.length)
        let view = AdminView(page)
        let places = DispatchView(page, districts: try await districts)
        let chosen = filter.district.flatMap(places.find)
        var model: [String: Any] = [
            "counts": try await counts.model(view), "centres": found.items.map { Self.row($0, view, places) },
            "has_centres": !found.items.isEmpty,
            "statuses": view.options("status", CentreStatus.allCases.map(\.rawValue), chosen: filter.status?.rawValue),
            "district_options": places.districtOptions(chosen: chosen), "only_changed": filter.hasChanges,
            "city": filter.city ?? "", "q": filter.q ?? "",
        ]
        let fields = Self.fields(filter)
        model["is_filtered"] = !fields.isEmpty
        model["csv_href"] = "/admin/centres.csv" + (fields.isEmpty ? "" : "?" + FormBody(fields).encoded)
        AdminPaging.add(to: &model, .centres, fields, next: found.next, isFirst: after == nil)
        return try page.render(.centres, model)
    }

    @Sendable func table(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let found = try await providers.all(Self.filter(context.page), after: nil, limit: Self.mostInFile)
        return Answer.csv(
            CSVWriter(found.items, now: Date()), name: "centres", nextCursor: found.next.map { Cursor.text([$0]) })
    }

    /// With the district's name in the reader's language.
    private static func row(_ record: ProviderRecord, _ view: AdminView, _ places: DispatchView) -> [String: Any] {
        var row = view.row(record)
        if let district = places.find(record.centre.district) { row["district"] = places.district(district.lgd).model }
        return row
    }

    private static func filter(_ page: PageContext) -> Providers.Filter {
        var filter = Providers.Filter()
        filter.status = page.query.choice("status")
        filter.hasChanges = page.query.text("changed") == "true"
        filter.city = page.query.text("city")
        filter.district = page.query.text("district")
        filter.q = page.query.text("q")
        return filter
    }

    private static func fields(_ filter: Providers.Filter) -> [(name: String, value: String)] {
        let given: [(name: String, value: String?)] = [
            ("status", filter.status?.rawValue), ("changed", filter.hasChanges ? "true" : nil),
            ("district", filter.district), ("city", filter.city), ("q", filter.q),
        ]
        return given.compactMap { field in field.value.map { (field.name, $0) } }
    }
}
