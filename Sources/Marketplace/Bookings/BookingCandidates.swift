import Foundation
import Postgres

/// A near centre, and whether it could take over a booking.
package struct BookingCandidate: Sendable {
    package let id: Int64
    package let center_name: String
    /// From the customer's place.
    package let distance_m: Double
    /// Whether an area of it covers that place.
    package let covers: Bool
    /// Nil: it could. Otherwise the first reason why not; see `sql/functions/booking_successors.sql`.
    package let reason: String?
    /// When it could do it at the earliest from now on; nil when it can't in the next two weeks, or at all.
    package let nextFreeAt: Date?
}

extension Bookings {
    /// Who could do a booking at its time, and who near it couldn't and why, by distance.
    ///
    /// - Throws: `BookingError.unknownBooking`.
    package func candidates(for id: Int64) async throws -> [BookingCandidate] {
        let rows = try await pool.query("SELECT 1 FROM bookings WHERE id = \(id)")
        guard !rows.isEmpty else { throw BookingError.unknownBooking }
        return try await pool.query(
            """
            SELECT c.id, c.center_name, c.distance_m, c.covers, c.reason,
                CASE WHEN c.minutes IS NOT NULL AND (c.covers OR b.mode = 'walk_in') THEN (
                    SELECT min(f.starts_at) FROM booking_next_free(
                        c.id, booking_kind(b.mode), c.minutes, now(), now() + interval '14 days', 1) AS f) END
            FROM bookings b CROSS JOIN LATERAL booking_successors(b, booking_had_by(b.id)) AS c
            WHERE b.id = \(id) ORDER BY c.distance_m, c.id
            """
        ).map { row in
            let (id, name, distance_m, covers, reason, nextFreeAt) = try row.decode(
                Int64.self, String.self, Double.self, Bool.self, String?.self, Date?.self)
            return BookingCandidate(
                id: id, center_name: name, distance_m: distance_m, covers: covers, reason: reason,
                nextFreeAt: nextFreeAt)
        }
    }
}
