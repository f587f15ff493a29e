import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import Postgres

/// A centre's page, for anybody.
struct CentrePages: Sendable {
    let pool: PostgresPool
    let catalogue: Catalogue
    let bookings: Bookings

    var routes: [Route] { [Route.page(.get, "/centres/{id}", centre).limited(by: .search)] }

    /// As many as a person reads; the map shows all the ground.
    private static let pincodesLimit = 150
    private static let reviewsShown = 5

    @Sendable func centre(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let id = try page.request.id() else { return try await missing(page) }
        async let served = ServedPincodes.find(of: id, limit: Self.pincodesLimit, on: pool)
        async let outlook = bookings.outlook(of: id)
        do {
            let detail = try await CentreDetail.find(id, on: pool)
            let district = try await catalogue.district(detail.centre.district)
            let view = CentreView(
                detail: detail, district: district, served: try await served,
                tamilNames: try await catalogue.tamilNames(for: page.language), formats: Formats(page.words),
                now: Date())
            var model = view.model
            let reviews = try await ReviewList.find(of: id, before: nil, limit: Self.reviewsShown, on: pool)
            model.merge(CentreReputation(outlook: try await outlook, reviews: reviews, formats: view.formats).model) {
                $1
            }
            model["index"] = PageIndex.model(
                page, description: page.words.text("centre.description", ["centre": detail.centre.center_name]),
                isForAll: !detail.centre.isSample)
            return try page.render("search/centre", model)
        } catch MatchingError.unknownCentre {
            return try await missing(page)
        }
    }

    /// It may have been there: what to do instead.
    private func missing(_ page: PageContext) async throws -> Response {
        let box = SearchBox(services: try await catalogue.services()).model(page.language)
        return try page.render("search/centre_missing", box, status: .notFound)
    }
}
