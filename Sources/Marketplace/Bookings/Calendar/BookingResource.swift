import Foundation
import Postgres

/// A bench or a technician of a centre.
package struct BookingResource: Sendable {
    package enum Kind: String, Sendable {
        /// In the shop, for those who bring their iron.
        case bench
        /// Goes to the customer.
        case technician
    }

    package let id: Int64
    package let kind: Kind
    /// From 1, of its kind at its centre.
    package let number: Int32
    /// Since then it takes no more bookings.
    package let retiredAt: Date?
    /// When it can't be booked although the centre is open; those that are over too.
    package let unavailable: [Range<Date>]

    static func all(of centre: Int64, on database: some PostgresQueryable) async throws -> [BookingResource] {
        try await find("r.provider_id = \(centre)", on: database)
    }

    static func find(_ condition: Query, on database: some PostgresQueryable) async throws -> [BookingResource] {
        try await database.query(
            """
            SELECT r.id, r.kind, r.number, r.retired_at,
                ARRAY(SELECT lower(u) FROM unnest(r.unavailable) AS u ORDER BY u),
                ARRAY(SELECT upper(u) FROM unnest(r.unavailable) AS u ORDER BY u)
            FROM booking_resources r WHERE \(condition) ORDER BY r.kind, r.number
            """
        ).map(BookingResource.init)
    }

    private init(_ row: PostgresRow) throws {
        let (id, kind, number, retiredAt, starts, ends) = try row.decode(
            Int64.self, String.self, Int32.self, Date?.self, [Date].self, [Date].self)
        guard let kind = Kind(rawValue: kind) else {
            throw PostgresError(.decoding, "'\(kind)' is no kind of resource")
        }
        (self.id, self.kind, self.number, self.retiredAt) = (id, kind, number, retiredAt)
        unavailable = zip(starts, ends).map { $0..<$1 }
    }
}

/// Why something can't be done with a bench or technician.
package enum ResourceError: Error, Sendable {
    /// There is none with this id, or it is another owner's.
    case unknownResource
    /// These bookings are in the way.
    case booked([BookedTime])
}

/// A booking that keeps a time from being blocked.
package struct BookedTime: Sendable {
    package let id: Int64
    package let reference: String
    package let startsAt: Date
    package let endsAt: Date
}
