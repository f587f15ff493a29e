/// What is said of a geometry that somebody only wants to have checked.
package enum GeometryVerdict: Sendable {
    /// - Parameter pincodesCovered: How many pincodes' points it covers.
    case accepted(AcceptedGeometry, pincodesCovered: Int)
    /// - Parameter repaired: What it could be instead; nil where there is no way that leaves no doubt.
    case refused(GeometryRefusal, repaired: RepairedGeometry?)
}

/// A preview: the gate would take it as it is.
package struct RepairedGeometry: Sendable {
    package let geoJSON: String
    /// Geodesic on WGS 84.
    package let area_km2: Double
    package let vertices: Int
    /// What was done, in the order of `GeometryMend`; not empty.
    package let mends: [GeometryMend]
}

/// What a repaired preview has otherwise than what was sent.
package enum GeometryMend: String, Sendable, CaseIterable {
    case ringsClosed = "rings_closed"
    case heightsLeftOut = "heights_left_out"
    case axesSwapped = "axes_swapped"
    case outlineRebuilt = "outline_rebuilt"
    case sliversLeftOut = "slivers_left_out"

    package var message: String {
        switch self {
        case .ringsClosed: "Open rings were closed."
        case .heightsLeftOut: "Heights and measures were left out."
        case .axesSwapped: "Longitude and latitude were swapped."
        case .outlineRebuilt: "Where an outline crossed itself or parts overlapped, it was cut and joined anew."
        case .sliversLeftOut: "Parts and holes under 100 m2 were left out."
        }
    }
}
