import Postgres

extension Inbox {
    /// Counts one message as read.
    ///
    /// - Returns: The booking that it tells of; nil when it tells of none, there is no such message, or it is somebody
    ///   else's.
    package func open(_ id: Int64, of user: Int64) async throws -> Int64? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                UPDATE messages SET read_at = coalesce(read_at, now())
                WHERE id = \(id) AND user_id = \(user) AND channel = 'inbox' RETURNING booking_id
                """)
            return try rows.first.flatMap { try $0.decode(Int64?.self) }
        }
    }
}
