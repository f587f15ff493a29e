import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching

/// A city or town: the centres nearest to it, whether they lie in it or not.
struct CityPages: Sendable {
    let catalogue: Catalogue
    let searches: KeptSearches

    var routes: [Route] { [Route.page(.get, "/cities/{slug}", city).limited(by: .search)] }

    private static let nearestLimit = 20

    @Sendable func city(_ request: Request, _ page: PageContext) async throws -> Response {
        let slug = try page.request.parameters.require("slug").lowercased()
        guard let town = try await catalogue.towns().find(slug) else {
            throw Problem(.notFound, "unknown_city", "No city or town of Tamil Nadu has this name.")
        }
        async let services = catalogue.services()
        var question = SearchQuestion()
        question.limit = Self.nearestLimit
        let found = try await searches.results(of: question, from: .point(town.location))
        let centres = found.answer.centres
        let name = Named(town.label, tamil: town.label_ta, in: page.language)
        let district = Named(town.district.name, tamil: town.district.name_ta, in: page.language)
        var model = SearchBox(services: try await services, isCompact: true).model(page.language)
        model["city"] = name.model
        model["district"] = DirectoryLink.model(town.district, in: page.language)
        model["pincode"] = town.pincode.description
        model["map"] = [
            "lat": Coordinates.text(town.location.lat), "lng": Coordinates.text(town.location.lng), "label": name.text,
        ]
        let cards = CentreCards(formats: Formats(page.words), now: Date(), prices: found.prices)
        model["centres"] = cards.models(centres)
        model["has_centres"] = !centres.isEmpty
        model["is_served"] = found.answer.coverageCount > 0
        model["index"] = PageIndex.model(
            page,
            description: page.words.text("places.city_description", ["city": name.text, "district": district.text]))
        return try page.render("directory/city", model)
    }
}
