import Postgres

/// What an administrator may change of an account.
package struct UserChange: Sendable {
    package var role: Role?
    package var status: Status?
    /// Why; needed with a status.
    package var reason: String?

    package enum Status: String, CaseIterable, Sendable { case active, suspended }

    package init(role: Role? = nil, status: Status? = nil, reason: String? = nil) {
        self.role = role
        self.status = status
        self.reason = reason
    }
}

extension Accounts {
    /// Suspends an account, ends its suspension, or gives it another role. Suspension and another role end its
    /// sessions and tokens at once.
    ///
    /// - Throws: `AccountError.unknownUser`, `.lastAdmin`, `.ownAccount`, `.reasonMissing`.
    package func changeUser(_ id: Int64, _ change: UserChange, by actor: Actor) async throws -> UserProfile {
        if change.status != nil, change.reason == nil { throw AccountError.reasonMissing }
        return try await pool.withTransaction { transaction in
            let before = try await lock(id, on: transaction)
            if change.status == .suspended, actor.userID == id { throw AccountError.ownAccount }
            let fields = Self.differences(before, change)
            guard !fields.isEmpty else { return before }
            try await checkAdminRemains(without: before, change, on: transaction)
            let after = try await store(change, for: id, on: transaction)
            if change.status == .suspended || fields["role"] != nil {
                let reason = change.status == .suspended ? "suspended" : "role_changed"
                try await endSessions(of: id, reason: reason, on: transaction)
            }
            try await AuditEntry(Self.action(fields, change), "user", id, change: fields)
                .record(by: actor, on: transaction)
            if change.status == .suspended { try await DomainEvent(.userSuspended, id).announce(on: transaction) }
            return after
        }
    }

    /// All active administrators are locked as well, in one order, so that two who take each other's role away at
    /// the same moment don't both succeed.
    private func lock(_ id: Int64, on transaction: PostgresConnection) async throws -> UserProfile {
        let rows = try await transaction.query(
            """
            SELECT \(UserProfile.columns) FROM users AS u
            WHERE u.id = \(id) OR (u.role = 'admin' AND u.status = 'active') ORDER BY u.id FOR UPDATE
            """)
        let user = try rows.map { try UserProfile($0) }.first { $0.id == id }
        guard let user, user.status != .erased else { throw AccountError.unknownUser }
        return user
    }

    private func checkAdminRemains(
        without user: UserProfile, _ change: UserChange, on transaction: PostgresConnection
    ) async throws {
        let isAdmin = user.role == .admin && user.status == .active
        let remainsAdmin = (change.role ?? .admin) == .admin && change.status != .suspended
        guard isAdmin, !remainsAdmin else { return }
        let others = try await transaction.query(
            "SELECT count(*) FROM users WHERE role = 'admin' AND status = 'active' AND id <> \(user.id)")
        guard try others[0].decode(Int64.self) > 0 else { throw AccountError.lastAdmin }
    }

    private func store(
        _ change: UserChange, for id: Int64, on transaction: PostgresConnection
    ) async throws -> UserProfile {
        let rows = try await transaction.query(
            """
            UPDATE users AS u SET role = coalesce(\(change.role?.rawValue), u.role),
                status = coalesce(\(change.status?.rawValue), u.status), updated_at = now()
            WHERE u.id = \(id) RETURNING \(UserProfile.columns)
            """)
        return try UserProfile(rows[0])
    }

    private static func differences(_ user: UserProfile, _ change: UserChange) -> [String: [String?]] {
        var fields: [String: [String?]] = [:]
        if let role = change.role, role != user.role { fields["role"] = [user.role.rawValue, role.rawValue] }
        if let status = change.status?.rawValue, status != user.status.rawValue {
            fields["status"] = [user.status.rawValue, status]
        }
        if !fields.isEmpty, let reason = change.reason { fields["reason"] = [nil, reason] }
        return fields
    }

    private static func action(_ fields: [String: [String?]], _ change: UserChange) -> String {
        guard fields["status"] != nil else { return "user.role_changed" }
        return change.status == .suspended ? "user.suspended" : "user.reactivated"
    }
}
