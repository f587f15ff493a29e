import Foundation
import Postgres

extension Bookings {
    /// Gives a booking to the centre that a dispatcher chose. An accepted one stays accepted.
    ///
    /// - Parameter start: Nil: its time stays. What is late nobody can do at an hour that is over.
    /// - Throws: `BookingError.unknownBooking`, `.notOpen`, `.unknownProvider`, `.notOfferedThere`, `.notCovered`,
    ///   `.notASlot`, `.slotTaken`.
    package func assign(
        _ id: Int64, to provider: Int64, at start: Date? = nil, reason: String, by actor: Actor
    ) async throws -> BookingStory {
        try await pool.withRetriedTransaction { transaction in
            let rows = try await transaction.query(
                """
                SELECT v.code, v.old_status, v.service FROM booking_assign_at(\(id), \(provider),
                    \(start)::timestamptz, \(reason)::text, \(actor.asBookingActor), \(rules.asRow)) AS v
                """)
            let (code, status, service) = try rows[0].decode(String.self, String?.self, String?.self)
            switch code {
            case "assigned": return try await .afterChange(of: id, on: transaction)
            case "not_open": throw BookingError.notOpen(try BookingStatus(known: status))
            case "unknown_provider": throw BookingError.unknownProvider
            case "service_not_offered": throw BookingError.notOfferedThere(service ?? "")
            case "not_covered":
                throw BookingError.notCovered(.init(centres: try await covering(id, on: transaction)))
            case "not_a_slot": throw BookingError.notASlot
            case "slot_taken":
                throw BookingError.slotTaken(
                    alternatives: try await alternatives(for: id, at: provider, from: start, on: transaction))
            default: throw BookingError.unknownBooking
            }
        }
    }

    /// Those that do come to the customer's place and offer what is booked, the nearest first.
    private func covering(
        _ id: Int64, on transaction: PostgresConnection
    ) async throws -> [BookingError.NotCovered.Centre] {
        try await transaction.query(
            """
            SELECT c.id, c.center_name, c.distance_m FROM bookings b CROSS JOIN LATERAL booking_successors(b, '{}') AS c
            WHERE b.id = \(id) AND c.covers AND c.minutes IS NOT NULL ORDER BY c.distance_m, c.id LIMIT 5
            """
        ).map { row in
            let (id, name, distance_m) = try row.decode(Int64.self, String.self, Double.self)
            return BookingError.NotCovered.Centre(id: id, center_name: name, distance_m: distance_m)
        }
    }
}
