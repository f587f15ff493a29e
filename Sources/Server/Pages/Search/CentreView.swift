import Foundation
import Marketplace
import Matching

/// A centre as `search/centre` shows it.
struct CentreView {
    let detail: CentreDetail
    let district: District
    let served: ServedPincodes
    /// Of pincodes' names; for a Tamil page.
    let tamilNames: [Pincode: String]
    let formats: Formats
    let now: Date

    private var centre: Centre { detail.centre }
    private var words: Words { formats.words }
    private var language: Language { formats.language }

    var model: [String: Any] {
        var model: [String: Any] = [
            "id": String(centre.id), "name": Named(centre.center_name, in: language).model,
            "address": Named(centre.address, in: language).model, "pincode": centre.pincode.description,
            "city": Named(centre.city, in: language).model,
            "district": DirectoryLink.model(district, in: language),
            "phone": centre.phone, "phone_shown": formats.phone(centre.phone),
            "lat": Coordinates.text(centre.location.lat), "lng": Coordinates.text(centre.location.lng),
            "is_sample": centre.isSample, "is_estimate": centre.locationSource == "pincode_centroid",
            "offers": detail.offers.map(offer), "has_offers": !detail.offers.isEmpty,
            "days": days, "has_hours": !centre.opening.hours.ranges.isEmpty,
            "closures": closures, "has_closures": !closures.isEmpty,
            "served": served.nearest.map {
                [
                    "pincode": $0.pincode.description,
                    "name": Named($0.name, tamil: tamilNames[$0.pincode], in: language).model,
                ]
            },
            "comes": served.count > 0,
            "book_href": BookingWish.startHref(centre.id),
            "served_count": words.text("centre.served_count", ["count": formats.number(served.count)]),
        ]
        if served.count > served.nearest.count {
            model["served_rest"] = words.text(
                "centre.served_rest", ["count": formats.number(served.count - served.nearest.count)])
        }
        if let digipin = Digipin(containing: centre.location) { model["digipin"] = digipin.description }
        if let opening = formats.opening(centre.opening, at: now) {
            model["opening"] = opening.text
            model["is_open"] = opening.isOpen
        }
        return model
    }

    private func offer(_ offer: CentreDetail.Offer) -> [String: Any] {
        [
            "name": language == .tamil ? offer.service.name_ta : offer.service.name,
            "price": formats.rupees(paise: offer.price_paise),
            "duration": formats.duration(minutes: Int(offer.minutes)),
        ]
    }

    private var days: [[String: Any]] {
        let today = Formats.weekday(now)
        return formats.week(centre.opening.hours).enumerated().map { index, line in
            ["day": line.days, "times": line.times, "is_today": index + 1 == today]
        }
    }

    /// Those that aren't over.
    private var closures: [String] {
        centre.opening.closed.ranges.filter { $0.upperBound > now }.prefix(12).map(formats.period)
    }
}
