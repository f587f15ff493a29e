import Foundation
import Marketplace
import Matching

/// Centres as cards of a list (`partials/result_card`).
struct CentreCards {
    let formats: Formats
    let now: Date
    /// Paise, by centre.
    var prices: [Int64: Int64] = [:]
    /// The service whose price is shown; nil for the least of all.
    var service: RepairService?
    /// How the iron gets to the repairer, and from where, as far as it was told.
    var mode = NearestRequest.Mode.walkIn
    var pincode: Pincode?

    func models(_ centres: [NearestAnswer.Centre]) -> [[String: Any]] {
        centres.enumerated().map { index, centre in
            var model = card(
                index + 1, centre.id, centre.center_name, centre.address, centre.phone, centre.location, centre.opening,
                isSample: centre.isSample)
            model["distance"] = formats.distance(centre.distance_m)
            model["covers"] = centre.covers
            return model
        }
    }

    func models(_ centres: [Centre]) -> [[String: Any]] {
        centres.enumerated().map { index, centre in
            card(
                index + 1, centre.id, centre.center_name, centre.address, centre.phone, centre.location, centre.opening,
                isSample: centre.isSample)
        }
    }

    private func card(
        _ rank: Int, _ id: Int64, _ name: String, _ address: String, _ phone: String, _ location: GeoPoint,
        _ opening: OpeningTimes, isSample: Bool
    ) -> [String: Any] {
        var model: [String: Any] = [
            "id": String(id), "rank": String(rank), "href": "/centres/\(id)",
            "book_href": BookingWish.startHref(id, service: service?.service, mode: mode, pincode: pincode),
            "name": Named(name, in: formats.language).model, "address": Named(address, in: formats.language).model,
            "phone": phone, "lat": Coordinates.text(location.lat), "lng": Coordinates.text(location.lng),
            "is_sample": isSample,
        ]
        if let opening = formats.opening(opening, at: now) {
            model["opening"] = opening.text
            model["is_open"] = opening.isOpen
        }
        if let paise = prices[id] { model["price"] = price(paise) }
        return model
    }

    private func price(_ paise: Int64) -> String {
        let rupees = formats.rupees(paise: paise)
        guard let service else { return formats.words.text("search.price_from", ["price": rupees]) }
        let name = formats.language == .tamil ? service.name_ta : service.name
        return formats.words.text("search.price_of", ["service": name, "price": rupees])
    }
}
