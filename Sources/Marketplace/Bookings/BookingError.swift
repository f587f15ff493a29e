import Foundation
import Matching

/// Why something can't be done with a booking.
package enum BookingError: Error, Sendable {
    /// There is none with this id, or it is somebody else's.
    case unknownBooking
    /// No approved centre has this id.
    case unknownProvider
    case unknownPincode(Pincode)
    /// The service at this place of the list isn't in the catalogue, or the centre doesn't offer it.
    case unknownService(index: Int, String)
    /// The centre to which a booking is to be given doesn't offer this of what is booked.
    case notOfferedThere(String)
    /// Of the services that were asked for together the centre doesn't offer one.
    case serviceNotOffered
    /// No area of the centre covers the customer's place; these centres' do, the nearest first.
    case notCovered(NotCovered)
    /// The centre's slots would not list this start even if nobody had booked.
    case notASlot
    /// All of its resources are taken then; these starts are free, the earliest first.
    case slotTaken(alternatives: [BookingSlot])
    /// No centre that could do it is free then.
    case nobodyFree(alternatives: [BookingSlot])
    /// The step isn't one of the booking's life; these are what may follow.
    case illegalTransition(from: BookingStatus, to: BookingStatus, allowed: [BookingStatus])
    /// It is a step, but not one that this person makes.
    case transitionNotAllowed(to: BookingStatus)
    /// Moving it to another time isn't for this person.
    case rescheduleNotAllowed
    /// It isn't as whoever changes it has read it.
    case changedMeanwhile
    /// Only what is done can be reviewed, and reworked.
    case notCompleted
    case alreadyReviewed
    /// The time for rework is over.
    case warrantyOver(days: Int32)
    /// This booking does the repair again already.
    case reworkOpen(Int64)
    /// The step is for pending and accepted bookings.
    case notOpen(BookingStatus)
    /// The offer's code takes nothing off; `min_total_paise` where the booking is for too little.
    case offerRefused(OfferRefusal, min_total_paise: Int64?)

    package struct NotCovered: Sendable {
        package struct Centre: Sendable {
            package let id: Int64
            package let center_name: String
            package let distance_m: Double
        }
        package let centres: [Centre]
    }
}

/// A time that can be booked.
package struct BookingSlot: Sendable, Equatable {
    package let provider_id: Int64
    package let startsAt: Date
    package let endsAt: Date
    /// How many resources are free then.
    package let free: Int32
}
