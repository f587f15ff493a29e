import Postgres

extension Accounts {
    /// Whether each of these, by role, is an active account of that role with a password, and the provider has a centre.
    package func hasDemoUsers(_ emails: [String: String]) async throws -> Bool {
        let roles = emails.keys.sorted()
        let rows = try await pool.query(
            """
            SELECT count(*) = \(Int64(roles.count)) FROM unnest(\(roles), \(roles.map { emails[$0] ?? "" })) AS w (role, email)
            JOIN users u ON u.email = w.email AND u.role = w.role
            WHERE u.status = 'active' AND u.password_hash IS NOT NULL
                AND (u.role <> 'provider' OR EXISTS (SELECT FROM service_providers s WHERE s.user_id = u.id))
            """)
        return try rows[0].decode(Bool.self)
    }

    /// An active account with this role and password; it is made, or made so again, if need be.
    ///
    /// - Returns: Its id.
    package func ensureDemoUser(_ role: Role, email: String, password: String) async throws -> Int64 {
        let rows = try await pool.query(
            """
            SELECT id, password_hash FROM users
            WHERE email = \(email) AND role = \(role.rawValue) AND status = 'active' AND password_hash IS NOT NULL
            """)
        if let (id, hash) = try rows.first?.decode(Int64.self, String.self),
            try await passwords.matches(password, hash)
        {
            return id
        }
        let hash = try await passwords.hash(password)
        return try await pool.withTransaction { transaction in
            let rows = try await transaction.query(
                """
                INSERT INTO users (name, email, email_verified_at, password_hash, role, terms_accepted_at)
                VALUES (\("Demo " + role.rawValue), \(email), now(), \(hash), \(role.rawValue), now())
                ON CONFLICT (email) DO UPDATE SET role = excluded.role, status = 'active',
                    password_hash = excluded.password_hash, updated_at = now()
                RETURNING id
                """)
            let id = try rows[0].decode(Int64.self)
            try await endSessions(of: id, reason: "password_changed", on: transaction)
            try await AuditEntry("user.created", "user", id, change: ["role": [nil, role.rawValue]])
                .record(by: .system, on: transaction)
            return id
        }
    }
}
