import Foundation
import Marketplace
import Matching
import Postgres

/// What the three steps show of a centre and of what was chosen there.
struct BookingSteps {
    let detail: CentreDetail
    let wish: BookingWish
    let formats: Formats

    private var words: Words { formats.words }
    private var language: Language { formats.language }
    var centre: Centre { detail.centre }

    /// Only what the centre offers.
    var chosen: [CentreDetail.Offer] {
        wish.services.compactMap { service in detail.offers.first { $0.service.service == service } }
    }

    var isComplete: Bool { !chosen.isEmpty && chosen.count == wish.services.count }

    var total_paise: Int64 { chosen.reduce(0) { $0 + $1.price_paise } }

    /// What every step's template needs. A step that was left behind leads back to itself.
    func model(_ step: BookingStepPage) -> [String: Any] {
        let all = BookingStepPage.allCases
        return [
            "centre": centreModel, "key": wish.key, "title": words.text("bookings.title"),
            "steps": all.map { one -> [String: Any] in
                var model: [String: Any] = [
                    "name": words.text("bookings.step.\(one.rawValue)"), "is_current": one == step,
                ]
                if let at = all.firstIndex(of: one), let now = all.firstIndex(of: step), at < now {
                    model["step_href"] = wish.href(one)
                }
                return model
            },
        ]
    }

    private var centreModel: [String: Any] {
        [
            "id": String(centre.id), "name": Named(centre.center_name, in: language).model,
            "is_sample": centre.isSample, "phone": centre.phone, "phone_shown": formats.phone(centre.phone),
        ]
    }

    /// The offers of the first step.
    var services: [[String: Any]] {
        detail.offers.map { offer in
            [
                "service": offer.service.service, "label": name(offer),
                "price": formats.rupees(paise: offer.price_paise),
                "duration": formats.duration(minutes: Int(offer.minutes)),
                "is_chosen": wish.services.contains(offer.service.service) || detail.offers.count == 1,
            ]
        }
    }

    /// `items`, `total` and where it is done, for the last step.
    var summary: [String: Any] {
        var model: [String: Any] = [
            "items": chosen.map { ["label": name($0), "price": formats.rupees(paise: $0.price_paise)] },
            "total": formats.rupees(paise: total_paise),
            "mode": words.text("bookings.mode_short.\(wish.mode.rawValue)"),
            "submit": words.text("bookings.confirm.submit", ["price": formats.rupees(paise: total_paise)]),
            "asks_address": wish.mode == .doorstep, "what_href": wish.href(.what), "time_href": wish.href(.time),
        ]
        switch wish.mode {
        case .walkIn: model["place"] = Named(centre.address, in: language).model
        case .doorstep: model["pincode"] = wish.pincode ?? ""
        }
        if let startsAt = wish.startsAt {
            model["when"] = formats.appointment(startsAt)
            model["machine_when"] = formats.machineTime(startsAt)
        }
        return model
    }

    private func name(_ offer: CentreDetail.Offer) -> String {
        language == .tamil ? offer.service.name_ta : offer.service.name
    }

    /// - Parameters:
    ///   - others: Centres that do come there, the nearest first.
    func notCovered(by others: [(id: Int64, name: String, distance_m: Double)]) -> [String: Any] {
        let shown = others.prefix(5)
        return [
            "title": words.text("bookings.not_covered.title", ["pincode": wish.pincode ?? ""]),
            "has_others": !shown.isEmpty,
            "others": shown.map { other in
                [
                    "other_href": wish.at(other.id).href(.what), "name": Named(other.name, in: language).model,
                    "distance": formats.distance(other.distance_m),
                ]
            },
            "walk_in_href": wish.changed { $0.mode = .walkIn }.href(.what),
        ]
    }
}

extension Formats {
    /// About how long a repair takes.
    func duration(minutes: Int) -> String {
        switch minutes {
        case ..<120: words.text("centre.minutes", ["count": number(minutes)])
        case ..<2880: words.text("centre.hours", ["count": number((minutes + 30) / 60)])
        default: words.text("centre.days", ["count": number((minutes + 720) / 1440)])
        }
    }
}
