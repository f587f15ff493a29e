import Foundation
import Postgres

/// A centre's bookings for the calendar on its owner's phone, which knows no password: whoever has the secret reads it.
package struct CalendarFeed: Sendable {
    package struct Event: Sendable {
        package let reference: String
        package let status: BookingStatus
        package let startsAt: Date
        package let endsAt: Date
        package let customerFirstName: String
        /// In the owner's language.
        package let services: [String]
        /// Where the technician goes; nil for those who come to the shop.
        package let place: String?
        package let createdAt: Date
        package let updatedAt: Date
        /// Grows with each change.
        package let sequence: Int64
    }

    package let centreName: String
    /// From a month ago on; not those that nobody paid for or that the centre didn't take.
    package let events: [Event]

    /// 128 bits: nobody guesses it.
    private static let secretBytes = 16

    /// - Returns: The new secret, which can't be asked for again; the one before is good no longer.
    /// - Throws: `BookingError.unknownProvider`, also when it is another owner's.
    package static func renew(
        of centre: Int64, for user: SignedInUser, by actor: Actor, on pool: PostgresPool
    ) async throws -> OpaqueToken {
        let secret = OpaqueToken.random(bytes: secretBytes)
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            let stored = try await transaction.execute(
                """
                INSERT INTO calendar_feeds (provider_id, secret_hash)
                SELECT id, \(secret.hash) FROM service_providers
                WHERE id = \(centre) AND (user_id = \(user.id) OR \(user.role == .admin))
                ON CONFLICT (provider_id) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = now()
                """)
            guard stored == 1 else { throw BookingError.unknownProvider }
            try await AuditEntry("calendar_feed.created", "provider", centre).record(by: actor, on: transaction)
        }
        return secret
    }

    /// Has the secret good no longer, if there is one.
    ///
    /// - Throws: `BookingError.unknownProvider`, also when it is another owner's.
    package static func end(
        of centre: Int64, for user: SignedInUser, by actor: Actor, on pool: PostgresPool
    ) async throws {
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            let rows = try await transaction.query(
                """
                SELECT 1 FROM service_providers WHERE id = \(centre) AND (user_id = \(user.id) OR \(user.role == .admin))
                """)
            guard !rows.isEmpty else { throw BookingError.unknownProvider }
            let ended = try await transaction.execute("DELETE FROM calendar_feeds WHERE provider_id = \(centre)")
            guard ended == 1 else { return }
            try await AuditEntry("calendar_feed.ended", "provider", centre).record(by: actor, on: transaction)
        }
    }

    /// Nil: no such secret is in force.
    ///
    /// - Parameter most: Of a centre that has more bookings those that are ahead come before those that are over.
    package static func find(
        _ secret: OpaqueToken, most: Int = 5000, on pool: PostgresPool
    ) async throws -> CalendarFeed? {
        let rows = try await pool.query(
            """
            SELECT s.id, s.center_name, coalesce(u.language, 'en')
            FROM calendar_feeds f JOIN service_providers s ON s.id = f.provider_id LEFT JOIN users u ON u.id = s.user_id
            WHERE f.secret_hash = \(secret.hash)
            """)
        guard let (centre, name, language) = try rows.first?.decode(Int64.self, String.self, String.self) else {
            return nil
        }
        let events = try await pool.query(
            """
            SELECT b.reference, b.status, b.scheduled_at, b.ends_at, u.name,
                ARRAY(SELECT CASE \(language) WHEN 'ta' THEN v.name_ta ELSE v.name END
                    FROM booking_items i JOIN services v USING (service) WHERE i.booking_id = b.id ORDER BY i.id),
                CASE WHEN b.mode = 'doorstep' THEN concat_ws(', ', b.address, b.pincode::text) END,
                b.created_at, b.updated_at,
                (SELECT count(*) - 1 FROM booking_history h WHERE h.booking_id = b.id)
            FROM bookings b JOIN users u ON u.id = b.customer_id
            WHERE b.id IN (
                SELECT x.id FROM bookings x
                WHERE x.provider_id = \(centre) AND x.scheduled_at > now() - interval '31 days'
                    AND x.status IN ('pending', 'accepted', 'in_progress', 'completed', 'cancelled', 'no_show')
                ORDER BY x.scheduled_at < now() - interval '1 day', abs(extract(epoch FROM x.scheduled_at - now())), x.id
                LIMIT \(most))
            ORDER BY b.scheduled_at, b.id
            """
        ).map(Event.init)
        return CalendarFeed(centreName: name, events: events)
    }
}

extension CalendarFeed.Event {
    fileprivate init(_ row: PostgresRow) throws {
        reference = try row.column(0)
        let text: String = try row.column(1)
        guard let status = BookingStatus(rawValue: text) else {
            throw PostgresError(.decoding, "'\(text)' is no status of a booking")
        }
        self.status = status
        startsAt = try row.column(2)
        endsAt = try row.column(3)
        customerFirstName = Review.firstName(try row.column(4))
        services = try row.column(5)
        place = try row.column(6)
        createdAt = try row.column(7)
        updatedAt = try row.column(8)
        sequence = try row.column(9)
    }
}
