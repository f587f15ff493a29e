import Foundation
import Postgres

extension Bookings {
    /// - Throws: `BookingError.unknownProvider`, also when it is none of the user's business.
    package func resources(of centre: Int64, for user: SignedInUser) async throws -> [BookingResource] {
        try await checkAccess(to: centre, for: user)
        return try await BookingResource.all(of: centre, on: pool)
    }

    /// Has the bench or technician not booked during these times, and at all others.
    ///
    /// - Throws: `ResourceError.unknownResource`, also when it is another owner's; `.booked`.
    package func block(
        _ resource: Int64, during times: [Range<Date>], for user: SignedInUser, by actor: Actor
    ) async throws -> BookingResource {
        try await pool.withRetriedTransaction { transaction in
            let before = try await BookingResource.find("r.id = \(resource)", on: transaction).first
            let rows = try await transaction.query(
                """
                SELECT code, in_the_way FROM booking_resource_block(\(resource), \(times.map(\.lowerBound)),
                    \(times.map(\.upperBound)), \(user.id), \(user.role == .admin))
                """)
            let (code, inTheWay) = try rows[0].decode(String.self, [Int64]?.self)
            if code == "booked" { throw ResourceError.booked(try await Self.times(inTheWay ?? [], on: transaction)) }
            guard code == "blocked", let before,
                let after = try await BookingResource.find("r.id = \(resource)", on: transaction).first
            else { throw ResourceError.unknownResource }
            if before.unavailable != after.unavailable {
                let change: [String: [String?]] = [
                    "unavailable": [Self.text(before.unavailable), Self.text(after.unavailable)]
                ]
                try await AuditEntry("resource.changed", "resource", resource, change: change)
                    .record(by: actor, on: transaction)
            }
            return after
        }
    }

    /// - Throws: `BookingError.unknownProvider` unless the user owns the centre or belongs to the staff.
    func checkAccess(to centre: Int64, for user: SignedInUser) async throws {
        let isStaff = user.role == .admin || user.role == .dispatcher
        let rows = try await pool.query(
            "SELECT 1 FROM service_providers WHERE id = \(centre) AND (user_id = \(user.id) OR \(isStaff))")
        guard !rows.isEmpty else { throw BookingError.unknownProvider }
    }

    private static func times(_ bookings: [Int64], on transaction: PostgresConnection) async throws -> [BookedTime] {
        try await transaction.query(
            """
            SELECT id, reference, scheduled_at, ends_at FROM bookings WHERE id = ANY (\(bookings))
            ORDER BY scheduled_at, id
            """
        ).map { row in
            let (id, reference, startsAt, endsAt) = try row.decode(Int64.self, String.self, Date.self, Date.self)
            return BookedTime(id: id, reference: reference, startsAt: startsAt, endsAt: endsAt)
        }
    }

    private static func text(_ times: [Range<Date>]) -> String {
        times.map { "\($0.lowerBound.formatted(.iso8601))/\($0.upperBound.formatted(.iso8601))" }
            .joined(separator: " ")
    }
}
