import Matching

/// What would come of imagined changes, in figures.
struct WhatIfView {
    let view: DispatchView
    let answer: WhatIfAnswer

    private static let mostListed = 60

    var model: [String: Any] {
        var model: [String: Any] = [
            "state": row(answer.state), "districts": answer.districts.map(row),
            "has_districts": !answer.districts.isEmpty,
            "gained": pincodes(answer.gained), "lost": pincodes(answer.lost),
            "has_gained": !answer.gained.isEmpty, "has_lost": !answer.lost.isEmpty,
            "gained_count": view.formats.number(answer.gained.count),
            "lost_count": view.formats.number(answer.lost.count),
            "overlapping": answer.overlapping.map { view.centre($0.id, name: $0.name) },
            "has_overlapping": !answer.overlapping.isEmpty,
        ]
        if answer.gained.count > Self.mostListed {
            model["more_gained"] = view.formats.number(answer.gained.count - Self.mostListed)
        }
        if answer.lost.count > Self.mostListed {
            model["more_lost"] = view.formats.number(answer.lost.count - Self.mostListed)
        }
        if let total = answer.overlappingTotal, total > answer.overlapping.count {
            model["more_overlapping"] = view.formats.number(total - answer.overlapping.count)
        }
        return model
    }

    private func row(_ row: WhatIfAnswer.Row) -> [String: Any] {
        let delta = row.delta
        return [
            "name": Named(row.name, tamil: row.name_ta, in: view.language).model,
            "pincodes": change(Double(delta.coveredPincodes), 0), "km2": change(delta.covered_km2, 1),
            "households": change(Double(delta.coveredDemand), 0),
            "pincodes_after": view.formats.number(Int64(row.after.coveredPincodes)),
            "km2_after": view.km2(row.after.covered_km2),
            "households_after": view.formats.number(row.after.coveredDemand),
        ]
    }

    /// A figure with its sign, and whether it is a gain or a loss: told by the sign, and by the colour too.
    private func change(_ number: Double, _ digits: Int) -> [String: Any] {
        let text = view.signed(number, digits: digits)
        return ["text": text, "is_up": text.hasPrefix("+"), "is_down": text.hasPrefix("\u{2212}")]
    }

    private func pincodes(_ pincodes: [Pincode]) -> [[String: Any]] {
        pincodes.prefix(Self.mostListed).map {
            ["pincode": $0.description, "href": DispatchTab.map.address([("pincode", $0.description)])]
        }
    }
}
