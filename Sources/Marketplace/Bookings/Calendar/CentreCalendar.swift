import Foundation
import Postgres

/// Some days of a centre: when it is open, what is booked, and who can't be booked.
package struct CentreCalendar: Sendable {
    package let from: Date
    package let to: Date
    /// Within the days, closures taken out.
    package let open: [Range<Date>]
    package let closures: [Closure]
    package let resources: [BookingResource]
    /// By their start. Not those that were called off.
    package let bookings: [Booking]
    /// Whether these are all bookings; else the first `most`.
    package let isComplete: Bool

    private static let most = 5000

    /// - Parameter from: A day in Asia/Kolkata, as 2026-11-23.
    static func read(
        _ centre: Int64, from day: String, days: Int32, on connection: PostgresConnection
    ) async throws -> CentreCalendar {
        let bounds = try await connection.query(
            """
            SELECT (\(day)::date)::timestamp AT TIME ZONE 'Asia/Kolkata',
                (\(day)::date + \(days))::timestamp AT TIME ZONE 'Asia/Kolkata'
            """)
        let (from, to) = try bounds[0].decode(Date.self, Date.self)
        let open = try await connection.query(
            """
            SELECT greatest(lower(o), \(from)), least(upper(o), \(to))
            FROM booking_openings(\(centre), \(from), \(to)) AS o ORDER BY 1
            """
        ).map { try $0.decode(Date.self, Date.self) }
        let closures = try await connection.query(
            """
            SELECT \(Closure.columns) FROM closures c
            WHERE c.provider_id = \(centre) AND c.during && tstzrange(\(from), \(to)) ORDER BY c.during
            """
        ).map(Closure.init)
        let bookings = try await connection.query(
            """
            SELECT \(Booking.columns) FROM \(Booking.tables)
            WHERE b.provider_id = \(centre) AND b.scheduled_at < \(to)
                -- No repair takes longer.
                AND b.scheduled_at > \(from) - interval '14 days' AND upper(b.during) > \(from)
                AND b.status NOT IN ('rejected', 'cancelled', 'expired')
            ORDER BY b.scheduled_at, b.id LIMIT \(most + 1)
            """
        ).map(Booking.init)
        return CentreCalendar(
            from: from, to: to, open: open.filter { $0.0 < $0.1 }.map { $0.0..<$0.1 }, closures: closures,
            resources: try await BookingResource.all(of: centre, on: connection),
            bookings: Array(bookings.prefix(most)), isComplete: bookings.count <= most)
    }
}

extension Bookings {
    /// - Throws: `BookingError.unknownProvider`, also when it is none of the user's business.
    package func calendar(
        of centre: Int64, from day: String, days: Int32, for user: SignedInUser
    ) async throws -> CentreCalendar {
        try await checkAccess(to: centre, for: user)
        return try await pool.withTransaction(isolation: .repeatableRead, readOnly: true) { transaction in
            try await CentreCalendar.read(centre, from: day, days: days, on: transaction)
        }
    }
}
