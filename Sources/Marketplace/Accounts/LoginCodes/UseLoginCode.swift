import Postgres

/// A code that somebody typed rightly, and nobody has used yet.
package struct ProvenLoginCode: Sendable, Equatable {
    package let userID: Int64
    let id: Int64
}

extension Accounts {
    /// Whether `code` is the one that was sent for this request, or without one the newest that was sent to the number.
    /// Costs a try of that code, which stays spent whatever becomes of the sign-in, and takes as long when the number is
    /// nobody's. Not within a transaction.
    ///
    /// - Parameter request: What whoever asked for the code was given. Tries without it are counted apart.
    /// - Returns: Nil when it isn't, or has expired, was used, or was tried too often: which of these is never said.
    /// - Throws: `AccountError.busy`.
    package func checkLoginCode(
        phone: PhoneNumber, code: String, request: OpaqueToken? = nil, for source: HashingSource? = nil
    ) async throws -> ProvenLoginCode? {
        let rows = try await pool.withConnection { connection in
            try await connection.query(
                """
                UPDATE login_codes SET tries = tries + \(request == nil ? 0 : 1),
                    blind_tries = blind_tries + \(request == nil ? 1 : 0)
                WHERE id = (SELECT c.id FROM login_codes AS c JOIN users AS u ON u.id = c.user_id
                            WHERE u.phone = \(phone.text)
                              AND (\(request == nil) OR c.request_hash = \(request?.hash)::bytea)
                            ORDER BY c.id DESC LIMIT 1)
                  AND phone = \(phone.text) AND expires_at > now() AND used_at IS NULL
                  AND CASE WHEN \(request == nil) THEN blind_tries < \(LoginCodeLimits.blindTries)
                      ELSE tries < \(LoginCodeLimits.tries) END
                RETURNING id, user_id, code_hash
                """)
        }
        let found = try rows.first?.decode(Int64.self, Int64.self, String.self)
        guard try await passwords.matches(TypedCode.plain(code), found?.2, for: source), let found else { return nil }
        return ProvenLoginCode(userID: found.1, id: found.0)
    }

    /// Uses the code up, and with it all others of the account, in the transaction that signs its user in; the number is known to be theirs from then on. The
    /// first proof of an account takes away what opened it before (`takeOver`), unless it comes from somebody who is
    /// signed in to it.
    ///
    /// - Parameter isSignedIn: Whether whoever typed the code has a session of this account already.
    /// - Returns: Whether something that opened the account before is gone.
    /// - Throws: `AccountError.wrongCredentials` when another sign-in was quicker, or the account has another number by
    ///   now; `.phoneNotConfirmed` when the account's e-mail address is proven and its number isn't.
    package func useLoginCode(
        _ code: ProvenLoginCode, isSignedIn: Bool, by owner: Actor, on connection: PostgresConnection
    ) async throws -> Bool {
        let used = try await connection.execute(
            """
            UPDATE login_codes AS c SET used_at = now() FROM users AS u
            WHERE c.id = \(code.id) AND c.used_at IS NULL AND u.id = c.user_id AND u.phone = c.phone
            """)
        guard used == 1 else { throw AccountError.wrongCredentials }
        try await connection.execute(
            "UPDATE login_codes SET used_at = now() WHERE user_id = \(code.userID) AND used_at IS NULL")
        let rows = try await connection.query(
            """
            UPDATE users SET phone_verified_at = now() WHERE id = \(code.userID) AND phone_verified_at IS NULL
            RETURNING email_verified_at IS NOT NULL, role
            """)
        guard let row = rows.first, !isSignedIn else { return false }
        let (hasProvenEmail, role) = try row.decode(Bool.self, String.self)
        // Its number may have been mistyped by whoever reads the address, or be somebody else's on purpose: two people
        // must not meet in one account.
        if hasProvenEmail { throw AccountError.phoneNotConfirmed }
        guard Role(rawValue: role)?.registersItself == true else { return false }
        return try await takeOver(code.userID, by: .phone, as: owner, on: connection)
    }
}
