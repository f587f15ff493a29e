import Foundation
import Postgres

/// What a person was told in their account.
package struct Inbox: Sendable {
    package struct Message: Sendable {
        package let id: Int64
        package let booking_id: Int64
        package let notice: BookingNotice
        package let createdAt: Date
        package let readAt: Date?
    }

    let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// The newest first.
    ///
    /// - Parameter before: Only messages with smaller ids.
    package func page(of user: Int64, before: Int64?, limit: Int) async throws -> Page<Message, Int64> {
        let rows = try await pool.query(
            """
            SELECT m.id, m.booking_id, m.kind, b.reference, s.center_name, h.scheduled_at, h.note, m.created_at,
                m.read_at
            FROM inbox_messages m JOIN bookings b ON b.id = m.booking_id
            JOIN booking_history h ON h.id = m.history_id LEFT JOIN service_providers s ON s.id = h.provider_id
            WHERE m.user_id = \(user) AND m.id < \(before ?? .max) ORDER BY m.id DESC LIMIT \(limit + 1)
            """)
        return Page(try rows.map(Self.message), limit: limit) { $0.id }
    }

    package func unread(of user: Int64) async throws -> Int64 {
        try await pool.query("SELECT count(*) FROM inbox_messages WHERE user_id = \(user) AND read_at IS NULL")[0]
            .decode(Int64.self)
    }

    /// All up to the message count as read.
    ///
    /// - Returns: How many are not read yet.
    package func read(upTo last: Int64, of user: Int64) async throws -> Int64 {
        try await pool.withConnection { connection in
            try await connection.execute(
                """
                UPDATE inbox_messages SET read_at = now()
                WHERE user_id = \(user) AND id <= \(last) AND read_at IS NULL
                """)
            return try await connection.query(
                "SELECT count(*) FROM inbox_messages WHERE user_id = \(user) AND read_at IS NULL")[0]
                .decode(Int64.self)
        }
    }

    private static func message(_ row: PostgresRow) throws -> Message {
        let text: String = try row.column(2)
        guard let kind = BookingNotice.Kind(rawValue: text) else {
            throw PostgresError(.decoding, "'\(text)' is no kind of message")
        }
        return Message(
            id: try row.column(0), booking_id: try row.column(1),
            notice: BookingNotice(
                kind, reference: try row.column(3), centreName: try row.column(4), startsAt: try row.column(5),
                note: try row.column(6)),
            createdAt: try row.column(7), readAt: try row.column(8))
    }
}
