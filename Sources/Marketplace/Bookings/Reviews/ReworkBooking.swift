import Foundation
import Postgres

extension Bookings {
    /// A repair that is done again free of charge: a booking of the same centre that points to the first. In the
    /// caller's transaction, which can go on where it refuses; other errors may be worth another try, see
    /// `withRetriedTransaction`.
    ///
    /// - Throws: `BookingError.unknownBooking`, also when it is none of the user's business; `.notCompleted`,
    ///   `.warrantyOver`, `.reworkOpen`, `.unknownProvider`, `.notASlot`, `.slotTaken`.
    package func rework(
        _ first: Int64, at startsAt: Date, notes: String?, for user: SignedInUser, by actor: Actor,
        on transaction: PostgresConnection
    ) async throws -> Made {
        let rows = try await transaction.query(
            """
            SELECT code, booking FROM booking_rework(\(first), \(startsAt), \(notes)::text, \(user.id),
                \(user.role.rawValue)::text, \(rules.warrantyDays), \(rules.horizonDays), \(rules.responseMinutes))
            """)
        let (code, booking) = try rows[0].decode(String.self, Int64?.self)
        switch (code, booking) {
        case ("made", let booking?):
            try await AuditEntry("booking.created", "booking", booking, change: ["warranty_of": [nil, "\(first)"]])
                .record(by: actor, on: transaction)
            return Made(
                booking: try await Self.find(booking, for: user, on: transaction),
                history: try await BookingStep.all(of: booking, on: transaction), choice: nil)
        case ("rework_open", let booking?): throw BookingError.reworkOpen(booking)
        case ("not_completed", _): throw BookingError.notCompleted
        case ("warranty_over", _): throw BookingError.warrantyOver(days: rules.warrantyDays)
        case ("unknown_provider", _): throw BookingError.unknownProvider
        case ("not_a_slot", _): throw BookingError.notASlot
        case ("slot_taken", _):
            throw BookingError.slotTaken(alternatives: try await alternatives(first, from: startsAt, on: transaction))
        default: throw BookingError.unknownBooking
        }
    }

    /// Until when a completed repair may be done again free of charge: so long after the one that was paid for, however
    /// often it was done again since. Nil when none is completed.
    package func warrantyEnd(of booking: Int64) async throws -> Date? {
        let rows = try await pool.query(
            """
            SELECT booking_completed_at(booking_first_repair(\(booking))) + make_interval(days => \(rules.warrantyDays))
            """)
        return try rows.first.flatMap { try $0.decode(Date?.self) }
    }

    /// The next free starts for the same repair.
    private func alternatives(
        _ first: Int64, from startsAt: Date, on transaction: PostgresConnection
    ) async throws -> [BookingSlot] {
        let rows = try await transaction.query(
            """
            SELECT b.provider_id, f.starts_at, f.ends_at, f.free
            FROM bookings b CROSS JOIN LATERAL booking_next_free(b.provider_id, booking_kind(b.mode),
                (SELECT sum(i.minutes)::integer FROM booking_items i WHERE i.booking_id = b.id), \(startsAt),
                least(\(startsAt) + interval '14 days', now() + make_interval(days => \(rules.horizonDays))), 5) AS f
            WHERE b.id = \(first) ORDER BY f.starts_at
            """)
        return try rows.map { row in
            let (provider, starts, ends, free) = try row.decode(Int64.self, Date.self, Date.self, Int32.self)
            return BookingSlot(provider_id: provider, startsAt: starts, endsAt: ends, free: free)
        }
    }
}
