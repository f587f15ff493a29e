import Postgres

/// What proves who somebody is. The secrets themselves are nobody's to read, not even their owner's.
extension PersonalDataPart {
    /// None or one.
    static let secondFactor = PersonalDataPart(
        name: "second_factor", isSingle: true, tables: ["second_factors", "recovery_codes"]
    ) { user, _, _ in
        """
        SELECT user_id, json_build_object('created_at', created_at, 'confirmed_at', confirmed_at,
            'recovery_codes_left', (SELECT count(*) FROM recovery_codes c
                WHERE c.user_id = f.user_id AND c.used_at IS NULL))::text
        FROM second_factors f WHERE user_id = \(user)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM second_factors WHERE user_id = \(user)")
    }

    /// Few: one is as old as its validity at most.
    static let links = PersonalDataPart(name: "links", tables: ["account_tokens"]) { user, after, limit in
        """
        SELECT n, json_build_object('purpose', purpose, 'email', email, 'created_at', created_at,
            'expires_at', expires_at)::text
        FROM (SELECT row_number() OVER (ORDER BY created_at, token_hash) AS n, * FROM account_tokens
            WHERE user_id = \(user)) AS link
        WHERE n > \(after) ORDER BY n LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM account_tokens WHERE user_id = \(user)")
    }

    static let codes = PersonalDataPart(name: "login_codes", tables: ["login_codes"]) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'phone', phone, 'created_at', created_at, 'expires_at', expires_at,
            'tries', tries, 'used_at', used_at)::text
        FROM login_codes WHERE user_id = \(user) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM login_codes WHERE user_id = \(user)")
    }
}
