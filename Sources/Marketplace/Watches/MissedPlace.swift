import Matching

/// Where a search was about that found nobody.
package enum MissedPlace: Sendable, Hashable {
    case pincode(Pincode)
    /// Counts for the pincode whose point is nearest.
    case point(GeoPoint)
}
