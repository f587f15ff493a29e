import Postgres

/// A listener's place in the feed of one booking.
package struct BookingListener: Sendable {
    private let place: BookingPlace
    private let start: BookingStart
    /// Ends when the node stops, the listener was too slow, its session is over or the booking no longer its business.
    package let signals: AsyncStream<BookingFeed.Signal>

    init(place: BookingPlace, start: BookingStart, signals: AsyncStream<BookingFeed.Signal>) {
        (self.place, self.start, self.signals) = (place, start, signals)
    }

    /// What happened before it joined and it hasn't seen, the oldest first.
    package var missed: [BookingStep] { start.missed }
    /// The last step when it joined.
    package var last: Int64 { start.last }
    /// Nothing follows the last step.
    package var isOver: Bool { start.status.isEnd }

    /// Whether the step may be told: a centre learns nothing of a booking that has gone on to another.
    package func maySee(_ step: BookingStep) -> Bool { start.centre == nil || start.centre == step.provider_id }
}

/// How a booking stands when somebody begins to follow it.
struct BookingStart: Sendable {
    let status: BookingStatus
    /// The centre that is followed as its owner; nil for the customer and the staff.
    let centre: Int64?
    let missed: [BookingStep]
    let last: Int64

    /// One round trip.
    static func read(
        _ booking: Int64, for user: SignedInUser, after: Int64?, on pool: PostgresPool
    ) async throws -> BookingStart {
        let rows = try await pool.query(
            """
            SELECT \(BookingStep.columns), b.status,
                CASE WHEN \(user.role == .provider) AND b.customer_id <> \(user.id) THEN b.provider_id END
            FROM bookings b LEFT JOIN service_providers s ON s.id = b.provider_id
            JOIN booking_history h ON h.booking_id = b.id
            WHERE b.id = \(booking) AND \(Bookings.isVisible(to: user)) ORDER BY h.id
            """)
        guard let row = rows.last else { throw BookingError.unknownBooking }
        let steps = try rows.map(BookingStep.init)
        let text: String = try row.column(8)
        guard let status = BookingStatus(rawValue: text) else {
            throw PostgresError(.decoding, "'\(text)' is no status of a booking")
        }
        return BookingStart(
            status: status, centre: try row.column(9), missed: steps.filter { $0.id > after ?? 0 },
            last: steps.last?.id ?? 0)
    }
}
