import Foundation
import Postgres

/// By which ways somebody wants to be told of what, and what they agreed to.
package struct MessagePreferences: Sendable {
    package struct Wish: Sendable {
        package let category: MessageCategory
        package let channel: MessageChannel
        /// Whether they have an address or number for it.
        package let isReachable: Bool
        package let isWanted: Bool
    }

    package struct Consent: Sendable {
        /// `offers` or `whatsapp`.
        package let purpose: String
        package let isGranted: Bool
        package let source: String
        package let at: Date
    }

    /// Each category by each channel but the inbox, where what happened always stands.
    package let wishes: [Wish]
    package let acceptsOffers: Bool
    /// The latest first.
    package let consents: [Consent]

    package static func find(of user: Int64, on database: some PostgresQueryable) async throws -> MessagePreferences {
        let wishes = try await database.query(
            """
            SELECT category, channel, reachable, wanted FROM message_ways
            WHERE user_id = \(user) AND channel <> 'inbox'
            ORDER BY category DESC, array_position(ARRAY['email', 'sms', 'whatsapp'], channel)
            """)
        let consents = try await database.query(
            """
            SELECT purpose, granted, source, at FROM message_consents
            WHERE user_id = \(user) ORDER BY id DESC LIMIT 100
            """)
        let accepts = try await database.query(
            "SELECT offers_accepted_at IS NOT NULL FROM users WHERE id = \(user)")
        return MessagePreferences(
            wishes: try wishes.map(wish), acceptsOffers: try accepts.first?.decode(Bool.self) ?? false,
            consents: try consents.map { row in
                let (purpose, isGranted, source, at) = try row.decode(String.self, Bool.self, String.self, Date.self)
                return Consent(purpose: purpose, isGranted: isGranted, source: source, at: at)
            })
    }

    private static func wish(_ row: PostgresRow) throws -> Wish {
        let (category, channel, isReachable, isWanted) = try row.decode(
            String.self, String.self, Bool.self, Bool.self)
        guard let category = MessageCategory(rawValue: category), let channel = MessageChannel(rawValue: channel) else {
            throw PostgresError(.decoding, "'\(category)' by '\(channel)' is no wish")
        }
        return Wish(category: category, channel: channel, isReachable: isReachable, isWanted: isWanted)
    }
}

/// What somebody changes of it.
package struct MessagePreferencesChange: Sendable {
    package struct Wish: Sendable, Equatable {
        package let category: MessageCategory
        package let channel: MessageChannel
        package let isWanted: Bool

        package init(_ category: MessageCategory, _ channel: MessageChannel, _ isWanted: Bool) {
            self.category = category
            self.channel = channel
            self.isWanted = isWanted
        }
    }

    package var wishes: [Wish] = []
    /// Whether they agree to offers; nil leaves it as it is.
    package var acceptsOffers: Bool?

    package init() {}

    /// Stores it, with who agreed to what, when and where.
    ///
    /// - Returns: All of it as it is now.
    package func store(for user: Int64, by actor: Actor, in pool: PostgresPool) async throws -> MessagePreferences {
        try await pool.withTransaction(isolation: .readCommitted) { transaction in
            _ = try await transaction.query(
                """
                SELECT set_config('istri.consent_source', 'preferences', true) FROM users WHERE id = \(user) FOR UPDATE
                """)
            if let acceptsOffers {
                try await transaction.execute(
                    """
                    UPDATE users SET offers_accepted_at = CASE WHEN \(acceptsOffers) THEN now() END, updated_at = now()
                    WHERE id = \(user) AND (offers_accepted_at IS NOT NULL) <> \(acceptsOffers)
                    """)
            }
            for wish in wishes {
                _ = try await transaction.query(
                    """
                    SELECT message_prefer(\(user), \(wish.category.rawValue), \(wish.channel.rawValue), \(wish.isWanted))
                    """)
            }
            try await AuditEntry("user.messages_changed", "user", user, change: change).record(
                by: actor, on: transaction)
            return try await MessagePreferences.find(of: user, on: transaction)
        }
    }

    private var change: [String: [String?]] {
        var change = Dictionary(
            wishes.map { ("\($0.category.rawValue).\($0.channel.rawValue)", [nil, String($0.isWanted)] as [String?]) }
        ) { $1 }
        if let acceptsOffers { change["consent.offers"] = [nil, String(acceptsOffers)] }
        return change
    }
}
