/// Why a question of place can't be answered, in words that a visitor may read.
package enum MatchingError: Error, Hashable, Sendable {
    /// Six digits of no pincode of Tamil Nadu.
    case unknownPincode(Pincode)
    /// No place has such a name.
    case unknownPlace(String)
    /// The point lies more than 50 km outside Tamil Nadu.
    case outsideServiceRegion
    case unknownService(String)
    case unknownCentre(Int64)
    /// Neither the name nor the LGD code of a district of Tamil Nadu.
    case unknownDistrict(String)
}
