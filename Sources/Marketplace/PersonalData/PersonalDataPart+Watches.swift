import Postgres

extension PersonalDataPart {
    /// Of which pincodes the person, by their address or number, asked to be told.
    static let watches = PersonalDataPart(
        name: "coverage_watches", tables: ["coverage_watches"]
    ) { user, after, limit in
        """
        SELECT id, json_build_object('id', id, 'pincode', pincode::text, 'phone', phone, 'email', email,
            'language', language, 'asked_at', asked_at)::text
        FROM coverage_watches WHERE \(isOf(user)) AND id > \(after) ORDER BY id LIMIT \(limit)
        """
    } erase: { user, transaction in
        try await transaction.execute("DELETE FROM coverage_watches WHERE \(isOf(user))")
    }

    private static func isOf(_ user: Int64) -> Query {
        """
        (phone = (SELECT phone FROM users WHERE id = \(user)) OR email = (SELECT email FROM users WHERE id = \(user)))
        """
    }
}
