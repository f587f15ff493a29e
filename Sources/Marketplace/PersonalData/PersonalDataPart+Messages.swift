import Postgres

extension PersonalDataPart {
    /// Mails and text messages that still wait, or could not be sent.
    static let messages = PersonalDataPart(name: "messages", tables: ["jobs"]) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'kind', kind, 'status', status, 'created_at', created_at,
            'content', payload)::text
        FROM jobs WHERE \(isTo(user)) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    } erase: { user, transaction in
        // One that is being sent at this moment is gone before we could stop it.
        try await transaction.execute("DELETE FROM jobs WHERE \(isTo(user)) AND status <> 'running'")
    }

    private static func isTo(_ user: Int64) -> Query {
        """
        kind IN (\(SendMailJob.name), \(SendTextJob.name))
            AND payload->>'to' IN (SELECT unnest(ARRAY[email, phone]) FROM users WHERE id = \(user))
        """
    }
}
