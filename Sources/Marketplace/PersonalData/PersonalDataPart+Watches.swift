import Postgres

extension PersonalDataPart {
    /// Of which pincodes the person, by an address or number that is proven to be theirs, asked to be told.
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
        "(phone = ANY (\(provenContacts(of: user))) OR email = ANY (\(provenContacts(of: user))))"
    }

    /// The e-mail address and phone number that the user has shown to be theirs; null stands for one that they
    /// haven't. What is known of nobody but a number is given to nobody, and erased for nobody, who only names it.
    static func provenContacts(of user: Int64) -> Query {
        """
        (SELECT ARRAY[CASE WHEN email_verified_at IS NOT NULL THEN email END,
            CASE WHEN phone_verified_at IS NOT NULL THEN phone END] FROM users WHERE id = \(user))::text[]
        """
    }
}
