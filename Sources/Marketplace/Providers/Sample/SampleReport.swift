/// What the drawn centres are, counted while they stream by.
package struct SampleSummary: Sendable, Equatable {
    package private(set) var approved = 0
    package private(set) var inactive = 0
    package private(set) var radii = 0
    package private(set) var pincodeLists = 0
    package private(set) var wholeDistricts = 0
    /// In the order of `SampleCentre.Placement`.
    package private(set) var placements = SampleCentre.Placement.allCases.map { _ in 0 }

    mutating func add(_ centre: SampleCentre) {
        if centre.isActive { approved += 1 } else { inactive += 1 }
        placements[centre.placement.rawValue] += 1
        switch centre.area {
        case .radius: radii += 1
        case .pincodes: pincodeLists += 1
        case .district: wholeDistricts += 1
        }
    }
}

/// What a sample load did. Its description is for people, several lines.
package struct SampleReport: Sendable, Equatable {
    package let seed: UInt64
    package let summary: SampleSummary
    /// Centres of the previous sample.
    package let removed: Int
    package let providers: Int
    /// Services offered, over all centres.
    package let offers: Int
    package let areas: Int
}

extension SampleReport: CustomStringConvertible {
    package var description: String {
        let placed = summary.placements
        return """
            \(providers) sample centres of seed \(seed) loaded, \(removed) removed
              status   \(summary.approved) approved, \(summary.inactive) inactive
              place    \(placed[0]) by a post office, \(placed[1]) at the border, \(placed[2]) by pincode alone, \
            \(placed[3]) duplicates
              areas    \(summary.radii) by radius, \(summary.pincodeLists) by pincodes, \
            \(summary.wholeDistricts) by district
              offers   \(offers)
            """
    }
}
