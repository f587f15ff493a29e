import Postgres

extension Bookings {
    /// A customer's bookings, the newest first.
    ///
    /// - Throws: `AccountError.unknownUser`, also when it is somebody else whom the user has nothing to do with.
    package func ofCustomer(
        _ customer: Int64, for user: SignedInUser, status: BookingStatus? = nil, before id: Int64?, limit: Int
    ) async throws -> Page<Booking, Int64> {
        if customer != user.id {
            guard [.dispatcher, .admin].contains(user.role) else { throw AccountError.unknownUser }
            let known = try await pool.query("SELECT 1 FROM users WHERE id = \(customer)")
            guard !known.isEmpty else { throw AccountError.unknownUser }
        }
        var conditions: [Query] = ["b.customer_id = \(customer)"]
        if let id { conditions.append("b.id < \(id)") }
        if let status { conditions.append("b.status = \(status.rawValue)") }
        let rows = try await pool.query(
            """
            SELECT \(Booking.columns) FROM \(Booking.tables)
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY b.id DESC LIMIT \(limit + 1)
            """)
        return Page(try rows.map(Booking.init), limit: limit, position: \.id)
    }
}
