/// Where should the next centres open?
package struct SitingQuestion: Hashable, Sendable {
    package enum Objective: String, CaseIterable, Sendable {
        /// So many sites as bring the most demand within reach that no area covers yet.
        case maxCover = "max_cover"
        /// The fewest sites that leave no gap.
        case setCover = "set_cover"
    }

    package static let counts = 1...50
    /// The state is some 550 km by 900; farther than this nobody drives for an iron box.
    package static let greatestRadius_km = 100.0

    package var objective: Objective
    /// How many new sites; `setCover` finds that out by itself.
    package var count: Int
    /// Of a new site, to a pincode's point, geodesic, border included.
    package var radius_km: Double
    /// A district's name in any case, or its LGD code: new sites are there, and only its demand counts. Nil: the state.
    package var district: String?

    package init(
        objective: Objective = .maxCover, count: Int = 5, radius_km: Double = 10, district: String? = nil
    ) {
        self.objective = objective
        self.count = count
        self.radius_km = radius_km
        self.district = district
    }

    package static func isRadius(_ radius_km: Double) -> Bool { radius_km > 0 && radius_km <= greatestRadius_km }
}
