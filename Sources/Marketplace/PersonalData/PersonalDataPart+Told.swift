import Postgres

/// What the person was told, by which ways they want to be told, and what they agreed to.
extension PersonalDataPart {
    static let inbox = PersonalDataPart(name: "inbox", tables: ["messages", "inbox_messages"]) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'kind', kind, 'booking_id', booking_id, 'created_at', created_at,
            'read_at', read_at)::text
        FROM messages WHERE user_id = \(user) AND channel = 'inbox' AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM inbox_messages WHERE user_id = \(user)")
    }

    static let told = PersonalDataPart(name: "sent_messages", tables: ["messages"]) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'kind', kind, 'channel', channel, 'category', category,
            'booking_id', booking_id, 'detail', detail, 'status', status, 'attempts', attempts,
            'created_at', created_at, 'sent_at', sent_at)::text
        FROM messages WHERE user_id = \(user) AND channel <> 'inbox' AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    } erase: { user, transaction in
        // A job that finds no message sends nothing.
        try await transaction.execute("DELETE FROM messages WHERE user_id = \(user)")
    }

    static let messagePreferences = PersonalDataPart(
        name: "message_preferences", tables: ["message_preferences"]
    ) { user, after, limit in
        """
        SELECT n, json_build_object('category', category, 'channel', channel, 'wanted', wanted,
            'updated_at', updated_at)::text
        FROM (SELECT row_number() OVER (ORDER BY category, channel) AS n, * FROM message_preferences
            WHERE user_id = \(user)) AS kept
        WHERE n > \(after) ORDER BY n LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM message_preferences WHERE user_id = \(user)")
    }

    /// Kept, as the proof of what was agreed to and taken back; nothing in it says who it was.
    static let messageConsents = PersonalDataPart(
        name: "message_consents", tables: ["message_consents"]
    ) { user, after, limit in
        """
        SELECT id, json_build_object('purpose', purpose, 'granted', granted, 'source', source, 'at', at)::text
        FROM message_consents WHERE user_id = \(user) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    }
}
