import Postgres

/// Who follows a booking, as far as it takes to ask again whether they may.
struct BookingGuest: Sendable {
    let sessionID: Int64
    /// When they began: another one since then may be allowed less.
    let role: Role
    let booking: Int64

    /// Those of the guests, by their keys, whose session is over or whose business the booking no longer is.
    static func gone(_ guests: [(key: UInt64, guest: BookingGuest)], on pool: PostgresPool) async throws -> Set<UInt64>
    {
        let rows = try await pool.query(
            """
            SELECT g.key FROM unnest(\(guests.map { Int64($0.key) }), \(guests.map { $0.guest.sessionID }),
                \(guests.map { $0.guest.role.rawValue }), \(guests.map { $0.guest.booking }))
                AS g (key, session_id, role, booking_id)
            WHERE NOT EXISTS (
                SELECT FROM sessions n JOIN users u ON u.id = n.user_id
                JOIN bookings b ON b.id = g.booking_id LEFT JOIN service_providers s ON s.id = b.provider_id
                WHERE n.id = g.session_id AND n.ended_at IS NULL AND u.status = 'active' AND u.role = g.role
                    AND n.expires_at > now() AND n.last_seen_at > now() - n.idle_limit
                    AND (u.role IN ('admin', 'dispatcher') OR b.customer_id = u.id
                        OR (u.role = 'provider' AND s.user_id = u.id)))
            """)
        return Set(try rows.map { UInt64(try $0.column(0, as: Int64.self)) })
    }
}

extension BookingStep {
    /// The steps of each of the bookings after the last one that is known of it, the oldest first. One round trip.
    static func after(
        _ asked: [(booking: Int64, last: Int64)], atMost limit: Int32, on pool: PostgresPool
    ) async throws -> [Int64: [BookingStep]] {
        let rows = try await pool.query(
            """
            SELECT h.* FROM unnest(\(asked.map { $0.booking }), \(asked.map { $0.last })) AS a (booking_id, last)
            CROSS JOIN LATERAL (
                SELECT \(columns), h.booking_id FROM booking_history h
                WHERE h.booking_id = a.booking_id AND h.id > a.last ORDER BY h.id LIMIT \(limit)) AS h
            ORDER BY h.id
            """)
        var steps: [Int64: [BookingStep]] = [:]
        for row in rows { steps[try row.column(8), default: []].append(try BookingStep(row)) }
        return steps
    }
}
