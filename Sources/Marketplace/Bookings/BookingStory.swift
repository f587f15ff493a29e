import Postgres

/// A booking and what became of it so far.
package struct BookingStory: Sendable {
    package let booking: Booking
    package let history: [BookingStep]

    /// As it is after a change, for whoever made it: who has just rejected a booking is told where it went, although it
    /// isn't theirs any more.
    static func afterChange(of id: Int64, on transaction: PostgresConnection) async throws -> BookingStory {
        let rows = try await transaction.query(
            "SELECT \(Booking.columns) FROM \(Booking.tables) WHERE b.id = \(id)")
        guard let row = rows.first else { throw BookingError.unknownBooking }
        return BookingStory(
            booking: try Booking(row), history: try await BookingStep.all(of: id, on: transaction))
    }
}
