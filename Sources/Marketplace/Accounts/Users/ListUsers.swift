import Postgres

/// Accounts as an administrator looks through them, the newest first.
package struct UserList: Sendable {
    /// A part of the name, the e-mail address or the phone number.
    package var q: String?
    package var role: Role?
    package var status: AccountStatus?
    package var limit = 20
    /// The last id of the page before.
    package var before: Int64?

    package init() {}

    /// As `page`, and the audit says who looked at whom.
    package func shown(to reader: Actor, on pool: PostgresPool) async throws -> (users: [UserProfile], next: Int64?) {
        let page = try await page(on: pool)
        guard !page.users.isEmpty else { return page }
        var seen: [String: [String?]] = ["users": [nil, page.users.map { String($0.id) }.joined(separator: " ")]]
        if let role { seen["role"] = [nil, role.rawValue] }
        if let status { seen["status"] = [nil, status.rawValue] }
        // A part of a name, an address or a number: whose it is, the ids tell.
        if q != nil { seen["q"] = [nil, nil] }
        let entry = AuditEntry("user.read", "user", page.users.count == 1 ? page.users[0].id : nil, change: seen)
        try await pool.withConnection { try await entry.recordOncePerHour(by: reader, on: $0) }
        return page
    }

    /// - Returns: The accounts, and the id to go on from, when there are more.
    package func page(on database: some PostgresQueryable) async throws -> (users: [UserProfile], next: Int64?) {
        // A number is stored without the spaces that people type.
        let digits = q.flatMap { PhoneNumber($0)?.text } ?? q?.filter { !$0.isWhitespace && $0 != "-" }
        let rows = try await database.query(
            """
            SELECT \(UserProfile.columns) FROM users AS u
            WHERE (\(before)::bigint IS NULL OR u.id < \(before))
              AND (\(role?.rawValue)::text IS NULL OR u.role = \(role?.rawValue))
              AND (\(status?.rawValue)::text IS NULL OR u.status = \(status?.rawValue))
              AND (\(q)::text IS NULL OR strpos(lower(u.name), lower(\(q))) > 0
                   OR strpos(u.email, lower(\(q))) > 0 OR strpos(u.phone, \(digits)) > 0
                   OR strpos(u.contact_phone, \(digits)) > 0)
            ORDER BY u.id DESC LIMIT \(limit + 1)
            """)
        let users = try rows.prefix(limit).map { try UserProfile($0) }
        return (users, rows.count > limit ? users.last?.id : nil)
    }
}
