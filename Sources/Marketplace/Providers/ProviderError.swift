import Matching

/// Why something can't be done with a centre.
package enum ProviderError: Error, Equatable {
    /// There is none with this id, or it is somebody else's.
    case unknownProvider
    /// The pincode of a centre's address isn't one of Tamil Nadu.
    case unknownPincode(Pincode)
    /// The pincode has no office in the district that was named; these are where it has.
    case districtDoesNotFit(Pincode, named: String, right: [String])
    /// The service at this place of the list isn't in the catalogue.
    case unknownService(index: Int, String)
    /// An owner may have this many centres.
    case tooManyCentres(limit: Int)
    /// The decision doesn't follow from where the centre stands.
    case illegalDecision(ProviderDecision.Kind, status: CentreStatus)
    /// It isn't as whoever decides has read it.
    case changedMeanwhile
    case unknownClosure
    case closureOverlaps
    /// A centre may have this many closures that are not over.
    case tooManyClosures(limit: Int)
    case closureOver
    case closureTooLong(days: Int)
    case closureTooFarAhead(days: Int)
}
