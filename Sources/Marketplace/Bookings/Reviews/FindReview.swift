import Postgres

extension Bookings {
    /// Nil: there is none yet.
    package func review(of booking: Int64) async throws -> Review? {
        try await pool.query(
            """
            SELECT \(Review.columns) FROM reviews r JOIN users u ON u.id = r.customer_id
            WHERE r.booking_id = \(booking)
            """
        ).first.map(Review.init)
    }
}
