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
        // Those that are being sent at this moment too: a worker that fails gives back only what is still there.
        try await transaction.execute("DELETE FROM jobs WHERE \(isTo(user))")
    }

    private static let kinds = [
        SendMailJob.name, SendTextJob.name, SendPasswordResetJob.name, SendEmailCheckJob.name,
        SendAccountNoticeJob.name, SendLoginCodeJob.name,
    ]

    /// These are about whichever account has the address or number now.
    private static let requests = [SendPasswordResetJob.name, SendLoginCodeJob.name]

    /// By the account; else by the address or number that a job goes to, once it is proven to be the person's:
    /// anybody can register with somebody else's.
    private static func isTo(_ user: Int64) -> Query {
        """
        kind = ANY (\(kinds)) AND (
            payload->>'userID' = \(String(user))
            OR kind = ANY (\(requests)) AND ARRAY[payload->>'email', payload->>'phone']
                && (SELECT ARRAY[email, phone] FROM users WHERE id = \(user))
            OR ARRAY[payload->>'to'] && \(provenContacts(of: user)))
        """
    }
}
