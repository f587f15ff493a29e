import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func resource(_ error: ResourceError) -> Problem {
        switch error {
        case .unknownResource:
            Problem(.notFound, "unknown_resource", "There is no such bench or technician.")
        case .booked(let bookings):
            Problem(
                .conflict, "booked_already",
                "Those under 'bookings' are booked then. Have them moved first, by the dispatchers or their customers."
            ).with("bookings") { json in
                json.array(bookings) { json, booking in
                    json.object { json in
                        json.field("id", booking.id)
                        json.field("reference", booking.reference)
                        json.field("starts_at", booking.startsAt)
                        json.field("ends_at", booking.endsAt)
                    }
                }
            }
        }
    }
}
