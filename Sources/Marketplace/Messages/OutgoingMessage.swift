import Foundation
import Postgres

/// A message as it is sent: by which way, whom it reaches, and what it says.
struct OutgoingMessage: Sendable {
    /// Names it, however often it is sent.
    let key: UUID
    let channel: MessageChannel
    /// An e-mail address or a number in E.164.
    let address: String
    let language: Language
    let content: MessageContent
}

/// Whether a message may go now.
enum MessagePermit: Sendable {
    case send(OutgoingMessage)
    /// Not before then.
    case later(Date)
    /// It went, or may not go any more.
    case over
    /// Its row says nothing that this version could send.
    case unreadable
}

extension MessagePermit {
    /// Begins an attempt; see `message_begin`.
    static func begin(_ id: Int64, on pool: PostgresPool) async throws -> MessagePermit {
        try await pool.withTransaction(isolation: .readCommitted) { transaction -> MessagePermit in
            let begun = try await transaction.query("SELECT code, run_at FROM message_begin(\(id))")[0]
            let (code, runAt) = try begun.decode(String.self, Date?.self)
            switch (code, runAt) {
            case ("send", _): break
            case ("later", let date?): return .later(date)
            default: return .over
            }
            return try await find(id, on: transaction).map(MessagePermit.send) ?? .unreadable
        }
    }

    private static func find(_ id: Int64, on transaction: PostgresConnection) async throws -> OutgoingMessage? {
        let rows = try await transaction.query(
            """
            SELECT m.key::text, m.channel,
                CASE m.channel WHEN 'email' THEN u.email ELSE coalesce(u.phone, u.contact_phone) END, u.language,
                \(MessageRow.columns)
            FROM \(MessageRow.tables) JOIN users u ON u.id = m.user_id WHERE m.id = \(id)
            """)
        guard let row = rows.first, let key = UUID(uuidString: try row.column(0)),
            let channel = MessageChannel(rawValue: try row.column(1)),
            let address = try row.column(2, as: String?.self),
            let content = try MessageRow.content(row, from: 4)
        else { return nil }
        return OutgoingMessage(
            key: key, channel: channel, address: address,
            language: Language(rawValue: try row.column(3)) ?? .english, content: content)
    }
}
