import Postgres

/// What an account is first proven by. Whoever registered it may have named somebody else's number or address, and
/// knows its password still.
enum FirstProof: Sendable {
    /// A one-time code.
    case phone
    /// The link of a mail.
    case email
}

extension Accounts {
    /// Leaves an account that nobody has proven before to whoever has just done so, on the transaction of the proof:
    /// its sessions end, and what opened it before is gone: password, second factor, and the other address or number,
    /// which nobody has proven. Its owner is told. Accounts that an administrator made for staff stay as they are.
    ///
    /// - Returns: Whether there was any of it.
    func takeOver(
        _ userID: Int64, by proof: FirstProof, as owner: Actor, on transaction: PostgresConnection
    ) async throws -> Bool {
        let dropped = try await dropEarlierAccess(to: userID, proof, on: transaction)
        try await endSessions(of: userID, reason: "first_proof", on: transaction)
        guard !dropped.isEmpty else { return false }
        let change = Dictionary(uniqueKeysWithValues: dropped.map { ($0, [String?]()) })
        try await AuditEntry("user.claimed", "user", userID, change: change).record(by: owner, on: transaction)
        if dropped.contains("password") {
            try await DomainEvent(.passwordChanged, userID).announce(on: transaction)
        }
        try await notify(userID, of: .accessReset, on: transaction)
        return true
    }

    /// The names of what there was. A new password has just been set by whoever reads the address.
    private func dropEarlierAccess(
        to userID: Int64, _ proof: FirstProof, on transaction: PostgresConnection
    ) async throws -> [String] {
        let (hasPassword, hasEmail, hasPhone) = try await transaction.query(
            """
            SELECT password_hash IS NOT NULL, email IS NOT NULL, phone IS NOT NULL FROM users WHERE id = \(userID)
            FOR UPDATE
            """)[0].decode(Bool.self, Bool.self, Bool.self)
        let hadFactor = try await transaction.execute("DELETE FROM second_factors WHERE user_id = \(userID)") > 0
        let other: String?
        switch proof {
        case .phone:
            other = hasEmail ? "email" : nil
            try await transaction.execute(
                "UPDATE users SET password_hash = NULL, email = NULL, updated_at = now() WHERE id = \(userID)")
            try await transaction.execute("DELETE FROM account_tokens WHERE user_id = \(userID)")
        case .email:
            other = hasPhone ? "phone" : nil
            try await transaction.execute("UPDATE users SET phone = NULL, updated_at = now() WHERE id = \(userID)")
        }
        return [
            hasPassword && proof == .phone ? "password" : nil, other, hadFactor ? "second_factor" : nil,
        ].compactMap(\.self)
    }
}
