import Postgres

extension Accounts {
    /// Makes new recovery codes; all earlier ones, used or not, are good no more.
    ///
    /// - Parameter code: From the app, or one of the earlier recovery codes.
    /// - Throws: `SecondFactorError.notSetUp`, `.wrongPassword`, `.signInAgain`, `.wrongCode`, `.blocked`.
    package func renewRecoveryCodes(
        of user: SignedInUser, password: String?, code: String, by actor: Actor
    ) async throws -> [String] {
        try await proveSecondFactor(of: user, password: password, code: code, by: actor)
        return try await pool.withTransaction { transaction in
            let codes = try await makeRecoveryCodes(of: user.id, on: transaction)
            try await AuditEntry("user.recovery_codes_renewed", "user", user.id).record(by: actor, on: transaction)
            return codes
        }
    }

    /// - Throws: `SecondFactorError.notSetUp` when the factor was removed meanwhile.
    func makeRecoveryCodes(of userID: Int64, on transaction: PostgresConnection) async throws -> [String] {
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.random() }
        // The lock lets two requests for new codes come one after the other, and the later one's count.
        let factor = try await transaction.query(
            "SELECT FROM second_factors WHERE user_id = \(userID) AND confirmed_at IS NOT NULL FOR UPDATE")
        guard !factor.isEmpty else { throw SecondFactorError.notSetUp }
        try await transaction.execute("DELETE FROM recovery_codes WHERE user_id = \(userID)")
        try await transaction.execute(
            """
            INSERT INTO recovery_codes (user_id, code_hash)
            SELECT \(userID)::bigint, hash FROM unnest(\(codes.map(\.hash))::bytea[]) AS hash
            """)
        return codes.map(\.text)
    }
}
