import Postgres

extension Bookings {
    /// - Throws: `BookingError.unknownBooking`, also when it is none of the user's business.
    package func booking(_ id: Int64, for user: SignedInUser) async throws -> Booking {
        try await Self.find(id, for: user, on: pool)
    }

    static func find(
        _ id: Int64, for user: SignedInUser, on database: some PostgresQueryable
    ) async throws -> Booking {
        let rows = try await database.query(
            """
            SELECT \(Booking.columns) FROM \(Booking.tables)
            WHERE b.id = \(id) AND \(isVisible(to: user))
            """)
        guard let row = rows.first else { throw BookingError.unknownBooking }
        return try Booking(row)
    }

    /// Whose booking `b` of the centre `s` is: its customer's, its centre's owner's, and the staff's.
    static func isVisible(to user: SignedInUser) -> Query {
        switch user.role {
        case .admin, .dispatcher: "true"
        case .provider: "(s.user_id = \(user.id) OR b.customer_id = \(user.id))"
        case .customer: "b.customer_id = \(user.id)"
        }
    }
}
