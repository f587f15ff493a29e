import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Pincodes that one centre alone serves.
struct FragilePages: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/dispatch/fragile", for: .dispatchers, show),
            .page(.get, "/dispatch/fragile.csv", for: .dispatchers, table),
        ]
    }

    private static let pageLength = 25

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let filter = DistrictFilter(page, try await catalogue.districts())
        let list = FragileList(
            district: filter.chosen.map { String($0.lgd) },
            // One that isn't ours begins from the first.
            after: page.query.text("cursor").flatMap { try? FragileList.Position(cursor: $0) },
            limit: Self.pageLength)
        let found = try await pool.withConnection { try await list.page(on: $0) }
        let samples = try await SampleCentres.among(found.items.map(\.centre.id), on: pool)
        let view = DispatchView(
            page, districts: filter.view.districts, samples: samples,
            tamilNames: try await catalogue.tamilNames(for: page.language))
        var model = filter.model
        model["pincodes"] = found.items.map { item in
            var row = view.place(item.place)
            row["households"] = view.formats.number(Int64(item.place.demand))
            row["centre"] = view.centre(item.centre)
            return row
        }
        model["has_pincodes"] = !found.items.isEmpty
        model["total"] = view.formats.number(found.total)
        model["csv_href"] =
            "/dispatch/fragile.csv" + (filter.fields.isEmpty ? "" : "?" + FormBody(filter.fields).encoded)
        DispatchPaging.add(
            to: &model, .fragile, filter.fields, next: found.next?.cursor, isFirst: list.after == nil)
        return try page.render(.fragile, model)
    }

    @Sendable func table(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let filter = DistrictFilter(context.page, try await catalogue.districts())
        let list = FragileList(district: filter.chosen.map { String($0.lgd) }, limit: nil)
        return try await CoverageQuestionRoutes(pool: pool).answer(list, .table)
    }
}
