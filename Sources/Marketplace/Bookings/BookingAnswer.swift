import Foundation
import Postgres

/// What `booking_create` says besides its result.
struct BookingAnswer {
    let json: JSONBytes?

    func choice() throws -> AutoAssignment { try decode() }

    func refusal(_ result: String, of new: NewBooking) throws -> BookingError {
        switch result {
        case "unknown_pincode": return .unknownPincode(new.pincode)
        case "unknown_provider": return .unknownProvider
        case "unknown_service":
            let named: Named = try decode()
            return .unknownService(index: named.index, named.service)
        case "not_covered":
            let centres: [Covering] = try decode()
            return .notCovered(
                .init(centres: centres.map { .init(id: $0.id, center_name: $0.center_name, distance_m: $0.distance_m) })
            )
        case "not_a_slot": return .notASlot
        case "slot_taken": return .slotTaken(alternatives: try slots())
        case "nobody_free": return .nobodyFree(alternatives: try slots())
        default:
            if let offer = OfferRefusal(rawValue: result) { return try refusal(offer) }
            throw PostgresError(.decoding, "'\(result)' is no result of booking_create")
        }
    }

    private func slots() throws -> [BookingSlot] {
        let slots: [Slot] = try decode()
        return slots.map {
            BookingSlot(
                provider_id: $0.provider_id, startsAt: Date(timeIntervalSince1970: $0.starts_at),
                endsAt: Date(timeIntervalSince1970: $0.ends_at), free: $0.free)
        }
    }

    private func decode<Value: Decodable>() throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(json?.bytes ?? []))
    }

    private struct Named: Decodable {
        let index: Int
        let service: String
    }

    private struct Covering: Decodable {
        let id: Int64
        let center_name: String
        let distance_m: Double
    }

    /// Times in seconds since 1970.
    private struct Slot: Decodable {
        let provider_id: Int64
        let starts_at: Double
        let ends_at: Double
        let free: Int32
    }
}
