import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// All districts, and each with its towns and centres.
struct DistrictPages: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue

    var routes: [Route] {
        [
            Route.page(.get, "/districts", districts).limited(by: .search),
            Route.page(.get, "/districts/{slug}", district).limited(by: .search),
        ]
    }

    private static let pageLength = 20

    @Sendable func districts(_ request: Request, _ page: PageContext) async throws -> Response {
        async let counts = District.centreCounts(on: pool)
        async let all = catalogue.districts()
        let formats = Formats(page.words)
        let (known, districts) = try await (counts, all)
        return try page.render(
            "directory/districts",
            [
                "districts": districts.map {
                    DirectoryLink.model($0, in: page.language, count: formats.number(known[$0.lgd] ?? 0))
                },
                "index": PageIndex.model(page, description: page.words.text("places.districts_description")),
            ])
    }

    @Sendable func district(_ request: Request, _ page: PageContext) async throws -> Response {
        let slug = try page.request.parameters.require("slug").lowercased()
        guard let district = try await catalogue.districts().first(where: { Slug.text($0.name) == slug }) else {
            throw Problem(.notFound, "unknown_district", "Tamil Nadu has no district of this name.")
        }
        let cursor = page.query.text("cursor")
        let position = cursor.flatMap { try? Cursor.position($0) }
        let list = CentreList(district: String(district.lgd), after: position, limit: Self.pageLength)
        async let services = catalogue.services()
        async let towns = catalogue.towns()
        let (centres, next) = try await list.page(on: pool)
        let prices = try await LowestPrices.find(of: centres.map(\.id), on: pool)
        let name = Named(district.name, tamil: district.name_ta, in: page.language)
        let links = try await towns.places(in: district)
        var model = SearchBox(services: try await services, isCompact: true).model(page.language)
        model["district"] = name.model
        model["district_query"] = FormBody([.init(name: "q", value: name.text)]).encoded
        model["towns"] = links.map { DirectoryLink.model($0, in: page.language) }
        model["has_towns"] = !links.isEmpty
        let cards = CentreCards(formats: Formats(page.words), now: Date(), prices: prices)
        model["centres"] = cards.models(centres)
        model["has_centres"] = !centres.isEmpty
        if let next {
            let href = (LocalPath(page.address.path) ?? .home).adding("cursor", Cursor.text(next)).text
            model["pagination"] = ["next_href": href]
        }
        model["index"] = PageIndex.model(
            page, description: page.words.text("places.district_description", ["district": name.text]),
            keeping: "cursor")
        return try page.render("directory/district", model)
    }
}
