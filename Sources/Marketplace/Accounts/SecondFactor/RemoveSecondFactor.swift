import Postgres

extension Accounts {
    /// The user does without from now on; a role that must have one has to set up another one next.
    ///
    /// - Parameter code: From the app, or a recovery code.
    /// - Throws: `SecondFactorError.notSetUp`, `.wrongPassword`, `.signInAgain`, `.wrongCode`, `.blocked`.
    package func removeSecondFactor(
        of user: SignedInUser, password: String?, code: String, by actor: Actor
    ) async throws {
        try await proveSecondFactor(of: user, password: password, code: code, by: actor)
        try await pool.withTransaction { transaction in
            try await deleteSecondFactor(of: user.id, by: actor, on: transaction)
            try await endSessions(
                of: user.id, except: user.sessionID, reason: "second_factor_removed", on: transaction)
        }
    }

    /// For a person who lost the app and the recovery codes, and has shown an administrator who they are: they sign
    /// in with their password alone the next time. All their sessions end.
    ///
    /// - Throws: `SecondFactorError.notSetUp`, `.ownAccount`.
    package func removeSecondFactor(ofOther userID: Int64, by actor: Actor) async throws {
        guard userID != actor.userID else { throw SecondFactorError.ownAccount }
        try await pool.withTransaction { transaction in
            try await deleteSecondFactor(of: userID, by: actor, on: transaction)
            try await endSessions(of: userID, reason: "second_factor_removed", on: transaction)
        }
    }

    private func deleteSecondFactor(
        of userID: Int64, by actor: Actor, on transaction: PostgresConnection
    ) async throws {
        let deleted = try await transaction.execute(
            "DELETE FROM second_factors WHERE user_id = \(userID) AND confirmed_at IS NOT NULL")
        guard deleted == 1 else { throw SecondFactorError.notSetUp }
        try await AuditEntry("user.second_factor_removed", "user", userID).record(by: actor, on: transaction)
        try await notify(userID, of: .secondFactorRemoved, on: transaction)
    }
}
