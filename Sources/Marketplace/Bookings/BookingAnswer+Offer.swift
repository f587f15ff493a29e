import Foundation
import Postgres

extension BookingAnswer {
    /// What `booking_create_with_offer` says of the offer.
    func refusal(_ refusal: OfferRefusal) throws -> BookingError {
        struct Details: Decodable { let min_total_paise: Int64 }
        let details = try json.map { try JSONDecoder().decode(Details.self, from: Data($0.bytes)) }
        return .offerRefused(refusal, min_total_paise: details?.min_total_paise)
    }
}
