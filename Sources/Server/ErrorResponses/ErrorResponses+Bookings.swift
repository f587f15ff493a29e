import HTTPTypes
import Marketplace

extension ErrorResponses {
    static func booking(_ error: BookingError) -> Problem {
        switch error {
        case .unknownBooking: Problem(.notFound, "unknown_booking", "There is no such booking.")
        case .unknownProvider: Problem(.notFound, "unknown_provider", "There is no such centre.")
        case .unknownPincode(let pincode):
            .invalidParameter("pincode", "\(pincode) is not a pincode of Tamil Nadu.", code: "unknown_pincode")
        case .unknownService(let index, let service):
            .invalidParameter("items[\(index)].service", "The centre doesn't offer the service '\(service)'.")
        case .notOfferedThere(let service):
            .invalidParameter("provider_id", "The centre doesn't offer the service '\(service)'.")
        case .serviceNotOffered:
            .invalidParameter("service", "The centre doesn't offer all of these services.")
        case .notCovered(let found):
            Problem(
                .unprocessableContent, "not_covered",
                "The centre doesn't come to this place. Those under 'providers' do."
            ).with("providers") { $0.write(found.centres) }
        case .notASlot:
            Problem(
                .unprocessableContent, "not_a_slot",
                "The centre can't be booked for this time. /api/providers/{id}/slots lists when it can.")
        case .slotTaken(let alternatives):
            Problem(.conflict, "slot_taken", "This time is taken. Those under 'alternatives' are free.")
                .with("alternatives") { $0.write(alternatives) }
        case .nobodyFree(let alternatives):
            Problem(
                .conflict, "slot_taken",
                alternatives.isEmpty
                    ? "No centre near there is free at this time, nor in the two weeks after it."
                    : "No centre is free at this time. Try one of 'alternatives'."
            )
            .with("alternatives") { $0.write(alternatives) }
        case .illegalTransition(let from, let to, let allowed): illegalStep(from, to, allowed)
        case .transitionNotAllowed(let to):
            Problem(
                .forbidden, "transition_not_allowed", "It isn't yours to make this booking '\(to.rawValue)'.")
        case .rescheduleNotAllowed:
            Problem(
                .forbidden, "transition_not_allowed",
                "Only its customer, a dispatcher or an admin may move this booking to another time.")
        case .changedMeanwhile:
            Problem(.conflict, "changed_meanwhile", "The booking was changed meanwhile. Look at it and try again.")
        case .notCompleted: Problem(.conflict, "not_completed", "The repair isn't completed yet.")
        case .alreadyReviewed: Problem(.conflict, "already_reviewed", "The repair has been reviewed already.")
        case .warrantyOver(let days):
            Problem(.conflict, "warranty_over", "A repair can be done again for \(days) days after its completion.")
        case .reworkOpen(let booking):
            Problem(
                .conflict, "rework_open", "The repair is being done again already, in the booking 'rework_id'."
            ).with("rework_id") { $0.value(booking) }
        case .notOpen(let status):
            Problem(
                .conflict, "illegal_transition",
                "The booking is \(status.rawValue): only one that is pending or accepted can be changed so.")
        case .offerRefused(let refusal, let min_total_paise): offerRefusal(refusal, min_total_paise: min_total_paise)
        }
    }

    private static func illegalStep(
        _ from: BookingStatus, _ to: BookingStatus, _ allowed: [BookingStatus]
    ) -> Problem {
        let next =
            allowed.isEmpty
            ? "nothing follows" : "next is " + allowed.map(\.rawValue).joined(separator: " or ")
        return Problem(
            .conflict, "illegal_transition",
            "A booking that is \(from.rawValue) can't become \(to.rawValue): \(next)."
        ).with("allowed") { json in json.array(allowed) { json, status in json.value(status.rawValue) } }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ centres: [BookingError.NotCovered.Centre]) {
        array(centres) { json, centre in
            json.object { json in
                json.field("id", centre.id)
                json.field("center_name", centre.center_name)
                json.field("distance_m", centre.distance_m, decimals: 1)
            }
        }
    }

    mutating func write(_ slots: [BookingSlot]) {
        array(slots) { json, slot in
            json.object { json in
                json.field("provider_id", slot.provider_id)
                json.field("starts_at", slot.startsAt)
                json.field("ends_at", slot.endsAt)
                json.field("free", slot.free)
            }
        }
    }
}

extension ErrorResponses {
    static func idempotency(_ error: IdempotencyError) -> Problem {
        switch error {
        case .inFlight:
            Problem(
                .conflict, "idempotency_key_in_flight",
                "The first request with this Idempotency-Key isn't answered yet. Please ask again shortly.")
        case .keyReused:
            .invalidParameter(
                "Idempotency-Key", "This Idempotency-Key was used for another request: take a new one.",
                code: "idempotency_key_reused")
        }
    }
}
