import Marketplace
import Matching

/// A service area as its owner is told of it.
struct OwnAreaView {
    let words: Words
    let districts: [District]
    /// Of the page of all areas.
    let path: String

    func model(_ area: ServiceArea) -> [String: Any] {
        var model: [String: Any] = [
            "what": what(area.shown), "state": state(area.shown.status), "revision": String(area.revision),
            "is_waiting": area.replacement != nil || area.shown.status == .proposed,
            "size": words.text(
                "provider.area.size",
                ["km2": Formats(words).number(area.shown.area_km2, digits: 1)]),
            "href": "\(path)/\(area.id)", "withdraw": "\(path)/\(area.id)/withdraw",
        ]
        if let reason = area.shown.decisionReason { model["reason"] = Named(reason, in: words.language).model }
        if let replacement = area.replacement {
            model["replacement"] = words.text("provider.area.replacement", ["what": what(replacement)])
        }
        return model
    }

    private func state(_ status: AreaStatus) -> [String: Any] {
        let (style, icon) =
            switch status {
            case .inForce: ("approved", "check")
            case .proposed: ("pending", "clock")
            default: ("rejected", "warning")
            }
        return ["name": words.text("provider.area.state.\(status.rawValue)"), "class": style, "icon": icon]
    }

    private func what(_ version: AreaVersion) -> String {
        let formats = Formats(words)
        let district = districts.first { $0.lgd == version.district_lgd }
        let values: [String: String] = [
            "km": formats.number(version.radius_km ?? 0, digits: 1),
            "count": formats.number(version.pincodes?.count ?? 0), "city": version.city ?? "",
            "district": district.map { words.language == .tamil ? $0.name_ta : $0.name } ?? "",
        ]
        return words.text("provider.area.kind.\(version.kind.rawValue)", values)
    }
}
