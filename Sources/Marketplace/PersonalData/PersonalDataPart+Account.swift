import Postgres

extension PersonalDataPart {
    /// The row stays, with its id and role: the audit and, later, invoices name it. Its e-mail address and phone
    /// number are free for a new account.
    static let account = PersonalDataPart(name: "account", isSingle: true, tables: ["users"]) { user, _, _ in
        """
        SELECT id, json_build_object('id', id, 'name', name, 'email', email, 'email_verified_at', email_verified_at,
            'phone', phone, 'phone_verified_at', phone_verified_at, 'contact_phone', contact_phone,
            'has_password', password_hash IS NOT NULL, 'role', role, 'language', language, 'status', status, 'created_at', created_at, 'updated_at', updated_at,
            'last_login', last_login)::text
        FROM users WHERE id = \(user)
        """
    } erase: { user, transaction in
        try await transaction.execute(
            """
            UPDATE users SET name = 'Erased', email = NULL, email_verified_at = NULL, phone = NULL,
                phone_verified_at = NULL, contact_phone = NULL, password_hash = NULL, language = 'en',
                offers_accepted_at = NULL, last_login = NULL, status = 'erased', updated_at = now()
            WHERE id = \(user)
            """)
    }

    /// When the terms were accepted is kept, as the proof that they were.
    static let consents = PersonalDataPart(name: "consents", isSingle: true, tables: ["users"]) { user, _, _ in
        """
        SELECT id, json_build_object('terms_accepted_at', terms_accepted_at, 'offers_accepted_at', offers_accepted_at)::text
        FROM users WHERE id = \(user)
        """
    }

    static let sessions = PersonalDataPart(name: "sessions", tables: ["sessions", "refresh_tokens"]) {
        user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'created_at', created_at, 'last_seen_at', last_seen_at,
            'expires_at', expires_at, 'ended_at', ended_at, 'end_reason', end_reason, 'address', address,
            'user_agent', user_agent)::text
        FROM sessions WHERE user_id = \(user) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM sessions WHERE user_id = \(user)")
    }
}
