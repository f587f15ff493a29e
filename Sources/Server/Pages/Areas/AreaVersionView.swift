import Marketplace

/// A version of a service area as tables show it.
struct AreaVersionView: Sendable {
    let words: Words
    private let formats: Formats

    init(_ words: Words) {
        self.words = words
        formats = Formats(words)
    }

    /// For `areas/history` and `admin/version_cells`.
    func model(_ version: AreaVersion) -> [String: Any] {
        var model: [String: Any] = [
            "version": formats.number(Int64(version.version)), "state": state(version.status),
            "kind": words.text("areas.kind.\(version.kind.rawValue)"),
            "created": [
                "text": formats.dateAndTime(version.createdAt), "machine": formats.machineTime(version.createdAt),
            ],
            "area_km2": formats.number(version.area_km2, digits: version.area_km2 < 100 ? 1 : 0),
        ]
        if let city = version.city { model["detail"] = Named(city, in: words.language).model }
        if let radius_km = version.radius_km {
            model["detail"] = Named(formats.distance(radius_km * 1000), in: words.language).model
        }
        if let count = version.pincodesCovered { model["pincodes"] = formats.number(count) }
        if let reason = version.decisionReason { model["reason"] = Named(reason, in: words.language).model }
        return model
    }

    /// `label` and `tone`, which the badge's colour follows.
    private func state(_ status: AreaStatus) -> [String: Any] {
        let tone =
            switch status {
            case .inForce: "ok"
            case .proposed: "pending"
            case .rejected: "rejected"
            case .withdrawn, .superseded: "plain"
            }
        return ["label": words.text("areas.status.\(status.rawValue)"), "tone": tone]
    }
}
