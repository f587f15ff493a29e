import Postgres

extension Bookings {
    /// When a centre can be booked for what, and on which days.
    package struct SlotQuestion: Sendable {
        package var provider_id: Int64
        /// A day in Asia/Kolkata as 2026-11-23; nil: today.
        package var fromDay: String?
        package var days: Int32 = 7
        package var mode = BookingMode.walkIn
        /// Together; none stands for the shortest that the centre offers.
        package var services: [String] = []

        package init(provider_id: Int64) { self.provider_id = provider_id }
    }

    /// The free starts, the earliest first. One round trip.
    ///
    /// - Throws: `BookingError.unknownProvider`, `.serviceNotOffered`.
    package func slots(_ question: SlotQuestion) async throws -> [BookingSlot] {
        let rows = try await pool.query(slotsQuery(question))
        guard let first = rows.first else { throw BookingError.unknownProvider }
        if try first.column(0, as: Int32?.self) == nil, !question.services.isEmpty {
            throw BookingError.serviceNotOffered
        }
        guard try first.column(3, as: Int32?.self) != nil else { return [] }
        return try rows.map { row in
            BookingSlot(
                provider_id: question.provider_id, startsAt: try row.column(1), endsAt: try row.column(2),
                free: try row.column(3))
        }
    }

    func slotsQuery(_ question: SlotQuestion) -> Query {
        """
        SELECT minutes, starts_at, ends_at, free FROM provider_slots(\(question.provider_id),
            coalesce(\(question.fromDay)::date, (now() AT TIME ZONE 'Asia/Kolkata')::date), \(question.days),
            \(question.mode.rawValue), \(question.services), \(rules.horizonDays))
        """
    }
}
