import Foundation
import Postgres

extension Bookings {
    /// Moves a booking to another time at its centre; late, it costs the customer a fee.
    ///
    /// - Throws: `BookingError.unknownBooking` (somebody else's too), `.rescheduleNotAllowed`, `.notOpen`, `.notASlot`,
    ///   `.slotTaken`.
    package func reschedule(_ id: Int64, to start: Date, by actor: Actor) async throws -> BookingStory {
        try await pool.withRetriedTransaction { transaction in
            let rows = try await transaction.query(
                """
                SELECT v.code, v.old_status
                FROM booking_reschedule(\(id), \(start), \(actor.asBookingActor), \(rules.asRow)) AS v
                """)
            let (code, status) = try rows[0].decode(String.self, String?.self)
            switch code {
            case "moved": return try await .afterChange(of: id, on: transaction)
            case "transition_not_allowed": throw BookingError.rescheduleNotAllowed
            case "not_open": throw BookingError.notOpen(try BookingStatus(known: status))
            case "not_a_slot": throw BookingError.notASlot
            case "slot_taken":
                throw BookingError.slotTaken(
                    alternatives: try await alternatives(for: id, at: nil, from: start, on: transaction))
            default: throw BookingError.unknownBooking
            }
        }
    }

    /// Where a booking could be put from a time on: the first free starts.
    ///
    /// - Parameter provider: Nil: the booking's own.
    func alternatives(
        for id: Int64, at provider: Int64?, from start: Date?, on transaction: PostgresConnection
    ) async throws -> [BookingSlot] {
        try await transaction.query(
            """
            SELECT c.centre, f.starts_at, f.ends_at, f.free
            FROM bookings b
            CROSS JOIN LATERAL (SELECT coalesce(\(provider)::bigint, b.provider_id) AS centre) AS c
            CROSS JOIN LATERAL (SELECT coalesce(\(start)::timestamptz, b.scheduled_at) AS start) AS s
            CROSS JOIN LATERAL booking_next_free(
                c.centre, booking_kind(b.mode),
                CASE WHEN c.centre = b.provider_id THEN (extract(epoch FROM b.ends_at - b.scheduled_at) / 60)::integer
                    ELSE booking_minutes_at(b.id, c.centre) END,
                s.start, least(s.start + interval '14 days', now() + make_interval(days => \(rules.horizonDays))), 5) AS f
            WHERE b.id = \(id)
            """
        ).map { row in
            let (provider_id, start, end, free) = try row.decode(Int64.self, Date.self, Date.self, Int32.self)
            return BookingSlot(provider_id: provider_id, startsAt: start, endsAt: end, free: free)
        }
    }
}
