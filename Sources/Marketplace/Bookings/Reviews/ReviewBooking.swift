import Postgres

extension Bookings {
    /// What the customer thinks of the repair, once.
    ///
    /// - Parameter rating: 1 to 5 stars.
    /// - Throws: `BookingError.unknownBooking`, also when it is somebody else's; `.notCompleted`, `.alreadyReviewed`.
    package func review(
        _ booking: Int64, rating: Int32, text: String?, for user: SignedInUser, by actor: Actor
    ) async throws -> Review {
        try await pool.withRetriedTransaction { transaction in
            let answer = try await transaction.query(
                "SELECT booking_review(\(booking), \(user.id), \(rating), \(text)::text)")
            switch try answer[0].decode(String.self) {
            case "reviewed": break
            case "not_completed": throw BookingError.notCompleted
            case "already_reviewed": throw BookingError.alreadyReviewed
            default: throw BookingError.unknownBooking
            }
            try await AuditEntry("booking.reviewed", "booking", booking, change: ["rating": [nil, "\(rating)"]])
                .record(by: actor, on: transaction)
            let rows = try await transaction.query(
                """
                SELECT \(Review.columns) FROM reviews r JOIN users u ON u.id = r.customer_id
                WHERE r.booking_id = \(booking)
                """)
            return try Review(rows[0])
        }
    }
}
