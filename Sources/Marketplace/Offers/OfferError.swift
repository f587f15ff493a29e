/// Why something can't be done with an offer or a broadcast.
package enum OfferError: Error, Sendable, Equatable {
    case unknownOffer
    case unknownBroadcast
    /// Another offer that wasn't taken away has the code.
    case codeTaken
    /// Somebody else has changed the offer since it was read.
    case changedMeanwhile
    /// It would end before it begins.
    case endsBeforeItBegins
    /// More bookings use it than the limit would allow.
    case limitBelowUses
    /// The target names a district that isn't there.
    case unknownDistrict(Int32)
    /// The target names a pincode that isn't there.
    case unknownPincode
    /// The target names a centre that isn't there.
    case unknownProvider
    /// Not from where the broadcast is now.
    case illegalStep(from: BroadcastStatus)
}

/// Why an offer's code takes nothing off a booking.
package enum OfferRefusal: String, Sendable, CaseIterable {
    case unknown = "offer_unknown"
    case notRunning = "offer_not_running"
    case notForYou = "offer_not_for_you"
    /// The booking is for less than the offer wants.
    case minimum = "offer_minimum"
    case usedUp = "offer_used_up"
    case usedByYou = "offer_used_by_you"
}
