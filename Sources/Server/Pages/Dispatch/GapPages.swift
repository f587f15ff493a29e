import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// Pincodes that nobody serves, or few: as a table, and as files to keep.
struct GapPages: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] {
        [
            .page(.get, "/dispatch/gaps", for: .dispatchers, show),
            .page(.get, "/dispatch/gaps.csv", for: .dispatchers, table),
            .page(.get, "/dispatch/gaps.geojson", for: .dispatchers, map),
        ]
    }

    private static let pageLength = 25
    /// "Fewer than" so many centres can be chosen.
    private static let minCounts = 1...5

    @Sendable func show(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        let page = context.page
        let filter = DistrictFilter(page, try await catalogue.districts())
        let list = list(page, filter, isWhole: false)
        let found = try await pool.withConnection { try await list.page(on: $0) }
        let samples = try await SampleCentres.among(found.items.compactMap(\.nearest?.id), on: pool)
        let view = DispatchView(
            page, districts: filter.view.districts, samples: samples,
            tamilNames: try await catalogue.tamilNames(for: page.language))
        var model = filter.model
        model["min_counts"] = Self.minCounts.map { count in
            [
                "value": String(count), "label": page.words.text("dispatch.gaps.fewer_than_\(count)"),
                "is_chosen": Int32(count) == list.minCount,
            ] as [String: Any]
        }
        model["shows_count"] = list.minCount > 1
        model["gaps"] = found.items.map { Self.model($0, view) }
        model["has_gaps"] = !found.items.isEmpty
        model["total"] = view.formats.number(found.total)
        let fields = filter.fields + [("min_count", String(list.minCount))]
        model["csv_href"] = "/dispatch/gaps.csv?" + FormBody(fields).encoded
        model["geojson_href"] = "/dispatch/gaps.geojson?" + FormBody(fields).encoded
        DispatchPaging.add(to: &model, .gaps, fields, next: found.next?.cursor, isFirst: list.after == nil)
        return try page.render(.gaps, model)
    }

    @Sendable func table(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        try await file(context.page, .table)
    }

    @Sendable func map(_ request: Request, _ context: PersonalPageContext) async throws -> Response {
        var response = try await file(context.page, .map)
        response.headers[.contentDisposition] = "attachment; filename=\"gaps.geojson\""
        return response
    }

    private func file(_ page: PageContext, _ form: CoverageForm) async throws -> Response {
        let filter = DistrictFilter(page, try await catalogue.districts())
        return try await CoverageQuestionRoutes(pool: pool).answer(list(page, filter, isWhole: true), form)
    }

    private func list(_ page: PageContext, _ filter: DistrictFilter, isWhole: Bool) -> GapList {
        GapList(
            district: filter.chosen.map { String($0.lgd) },
            minCount: Int32(page.query.integer("min_count", in: 1...1000) ?? 1),
            // One that isn't ours begins from the first.
            after: isWhole ? nil : page.query.text("cursor").flatMap { try? GapList.Position(cursor: $0) },
            limit: isWhole ? nil : Self.pageLength)
    }

    private static func model(_ gap: CoverageGap, _ view: DispatchView) -> [String: Any] {
        var model = view.place(gap.place)
        let formats = view.formats
        model["count"] = formats.number(Int64(gap.coverageCount))
        model["covered_share"] = formats.percent(gap.coveredShare)
        model["uncovered_km2"] = view.km2(gap.uncovered_km2)
        model["households"] = formats.number(Int64(gap.estimatedDemand))
        model["searches"] = formats.number(gap.observedSearches)
        model["demand"] = formats.number(Int64(gap.place.demand))
        if let nearest = gap.nearest { model["centre"] = view.centre(nearest) }
        return model
    }
}
