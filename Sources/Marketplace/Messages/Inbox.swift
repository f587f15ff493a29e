import Foundation
import Postgres

/// What a person was told in their account.
package struct Inbox: Sendable {
    package struct Message: Sendable {
        package let id: Int64
        /// Nil: it is about none.
        package let booking_id: Int64?
        package let content: MessageContent
        package let createdAt: Date
        package let readAt: Date?
    }

    let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// What stands in somebody's inbox: what a newer node wrote and this one has no words for isn't there yet.
    private static func of(_ user: Int64) -> Query {
        """
        m.user_id = \(user) AND m.channel = 'inbox' AND m.kind = ANY (\(MessageContent.kinds))
            AND num_nonnulls(m.booking_id, m.broadcast_id) > 0
        """
    }

    /// The newest first.
    ///
    /// - Parameter before: Only messages with smaller ids.
    package func page(of user: Int64, before: Int64?, limit: Int) async throws -> Page<Message, Int64> {
        let rows = try await pool.query(
            """
            SELECT m.id, m.booking_id, m.created_at, m.read_at, \(MessageRow.columns)
            FROM \(MessageRow.tables)
            WHERE \(Self.of(user)) AND m.id < \(before ?? .max) ORDER BY m.id DESC LIMIT \(limit + 1)
            """)
        return Page(try rows.map(Self.message), limit: limit) { $0.id }
    }

    package func unread(of user: Int64) async throws -> Int64 {
        try await pool.query("SELECT count(*) FROM messages m WHERE \(Self.of(user)) AND m.read_at IS NULL")[0]
            .decode(Int64.self)
    }

    /// All up to the message count as read.
    ///
    /// - Returns: How many are not read yet.
    package func read(upTo last: Int64, of user: Int64) async throws -> Int64 {
        try await pool.withConnection { connection in
            try await connection.execute(
                """
                UPDATE messages m SET read_at = now()
                WHERE \(Self.of(user)) AND m.id <= \(last) AND m.read_at IS NULL
                """)
            return try await connection.query(
                "SELECT count(*) FROM messages m WHERE \(Self.of(user)) AND m.read_at IS NULL")[0]
                .decode(Int64.self)
        }
    }

    private static func message(_ row: PostgresRow) throws -> Message {
        guard let content = try MessageRow.content(row, from: 4) else {
            throw PostgresError(.decoding, "message \(try row.column(0, as: Int64.self)) is about nothing")
        }
        return Message(
            id: try row.column(0), booking_id: try row.column(1), content: content, createdAt: try row.column(2),
            readAt: try row.column(3))
    }
}
