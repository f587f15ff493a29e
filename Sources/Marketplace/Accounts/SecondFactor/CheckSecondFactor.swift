import Postgres

extension Accounts {
    /// Asks for the second factor of somebody whose password was right; returns at once when they have none.
    ///
    /// A role that must have one and hasn't yet may sign in, and then do nothing but set it up.
    ///
    /// - Parameters:
    ///   - code: From the app, or a recovery code.
    ///   - actor: For the audit, when a recovery code is used up.
    ///   - connection: Not in a transaction: a wrong code must stay counted when the sign-in is refused.
    /// - Returns: Whether there is one, and so was proven.
    /// - Throws: `SecondFactorError.required`, `.wrong`, `.blocked`.
    @discardableResult
    package func checkSecondFactor(
        of userID: Int64, role: Role, code: String?, by actor: Actor? = nil, on connection: PostgresConnection
    ) async throws -> Bool {
        let factors = try await connection.query(
            "SELECT FROM second_factors WHERE user_id = \(userID) AND confirmed_at IS NOT NULL")
        guard !factors.isEmpty else { return false }
        guard let code else { throw SecondFactorError.required }
        let actor = actor ?? Actor(userID: userID, role: role, address: nil, requestID: nil)
        guard try await tryCode(code, of: userID, by: actor, on: connection) != nil else {
            throw SecondFactorError.wrong
        }
        return true
    }
}
