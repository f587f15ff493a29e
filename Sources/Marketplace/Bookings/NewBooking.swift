import Foundation
import Matching

/// A booking that somebody asks for.
package struct NewBooking: Sendable {
    package enum Customer: Sendable {
        case account(Int64)
        /// Somebody on the phone: whoever has the number, or a new account.
        case caller(name: String, phone: PhoneNumber)
    }

    package struct Item: Sendable {
        package let service: String
        /// The customer's words.
        package let description: String?

        package init(service: String, description: String? = nil) {
            self.service = service
            self.description = description
        }
    }

    package var customer: Customer
    /// Nil: the best one.
    package var provider_id: Int64?
    package var mode: BookingMode
    package var pincode: Pincode
    package var address: String?
    /// The customer's door; nil: the pincode's point stands for it.
    package var location: GeoPoint?
    package var startsAt: Date
    /// One at least.
    package var items: [Item]
    package var notes: String?
    /// Whether it goes on to another centre when this one doesn't take it; nil: if it wasn't named.
    package var rematch: Bool?
    /// Whether its time is only held until it is paid.
    package var paysFirst = false
    /// Of an offer that takes something off, in any case.
    package var offerCode: String?

    package init(
        customer: Customer, provider_id: Int64?, mode: BookingMode, pincode: Pincode, startsAt: Date, items: [Item]
    ) {
        self.customer = customer
        self.provider_id = provider_id
        self.mode = mode
        self.pincode = pincode
        self.startsAt = startsAt
        self.items = items
    }
}
