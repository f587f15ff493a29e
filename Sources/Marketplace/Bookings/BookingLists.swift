import Postgres

extension Bookings {
    /// Where a page of bookings ends: what they are ordered by, the most significant first.
    package struct Position: Sendable, Equatable {
        package let group: Int64
        package let key: Int64
        package let id: Int64

        package init(group: Int64, key: Int64, id: Int64) {
            self.group = group
            self.key = key
            self.id = id
        }
    }

    /// What a centre is asked to do: those that wait for an answer first, by when it is due; then the others, the
    /// latest start first. Without a status those are left out that nobody has asked it for yet, or any more.
    ///
    /// - Throws: `BookingError.unknownProvider`, also when the centre is none of the user's.
    package func requests(
        to provider: Int64, _ status: BookingStatus?, for user: SignedInUser, after: Position?, limit: Int
    ) async throws -> Page<Booking, Position> {
        let isStaff = user.role == .admin || user.role == .dispatcher
        let rows = try await pool.query(
            "SELECT 1 FROM service_providers WHERE id = \(provider) AND (user_id = \(user.id) OR \(isStaff))")
        guard !rows.isEmpty else { throw BookingError.unknownProvider }
        return try await page(
            where: """
                b.provider_id = \(provider) AND CASE WHEN \(status?.rawValue)::text IS NULL
                    THEN b.status NOT IN ('held', 'expired') ELSE b.status = \(status?.rawValue)::text END
                """,
            group: "CASE b.status WHEN 'pending' THEN 0 ELSE 1 END",
            key: """
                CASE b.status WHEN 'pending' THEN extract(epoch FROM coalesce(b.respond_by, b.scheduled_at)) * 1000000
                    ELSE extract(epoch FROM b.scheduled_at) * -1000000 END
                """,
            after: after, limit: limit)
    }

    /// What a dispatcher has to look after.
    package enum Queue: String, CaseIterable, Sendable {
        /// No centre is left that could, and somebody has to find one.
        case unassigned
        /// A centre has let its time to answer, or the start, pass without an answer, or hasn't begun a quarter of an hour
        /// after the start.
        case late
    }

    /// Those that start first come first.
    package func dispatchBoard(
        _ queue: Queue, after: Position?, limit: Int
    ) async throws -> Page<Booking, Position> {
        let condition: Query =
            switch queue {
            case .unassigned: "b.needs_dispatch"
            // The list as in the index bookings_open.
            case .late:
                """
                b.status IN ('pending', 'accepted') AND NOT b.needs_dispatch AND CASE b.status
                    WHEN 'pending' THEN least(b.respond_by, b.scheduled_at) < now()
                    ELSE b.scheduled_at < now() - interval '15 minutes' END
                """
            }
        return try await page(
            where: condition, group: "0", key: "extract(epoch FROM b.scheduled_at) * 1000000", after: after,
            limit: limit)
    }

    private func page(
        where condition: Query, group: Query, key: Query, after: Position?, limit: Int
    ) async throws -> Page<Booking, Position> {
        let rows = try await pool.query(
            """
            SELECT \(Booking.columns), o.grouped::bigint, o.key::bigint
            FROM \(Booking.tables) CROSS JOIN LATERAL (SELECT \(group) AS grouped, \(key) AS key) AS o
            WHERE \(condition) AND (\(after == nil)
                OR (o.grouped::bigint, o.key::bigint, b.id) > (\(after?.group), \(after?.key), \(after?.id)))
            ORDER BY o.grouped::bigint, o.key::bigint, b.id LIMIT \(limit + 1)
            """)
        var positions: [Int64: Position] = [:]
        let found = try rows.map { row in
            let booking = try Booking(row)
            positions[booking.id] = Position(
                group: try row.column(Booking.columnCount), key: try row.column(Booking.columnCount + 1), id: booking.id
            )
            return booking
        }
        return Page(found, limit: limit) { positions[$0.id] ?? Position(group: 0, key: 0, id: $0.id) }
    }
}
