import Postgres

/// What somebody sends to sign in.
package struct SignInRequest: Sendable {
    package enum Name: Sendable, Hashable {
        case email(EmailAddress)
        case phone(PhoneNumber)
    }

    package enum Proof: Sendable {
        case password(String)
        /// A one-time code that was sent to the number, with what whoever asked for it was given.
        case code(String, to: PhoneNumber, request: OpaqueToken?)
    }

    package let name: Name
    package let proof: Proof
    /// Of the second factor, where the account has one.
    package let otp: String?
    package let userAgent: String?
    /// The session that this browser has already; it ends with the new one's beginning.
    package let replacing: OpaqueToken?
    /// Whose session in force the request brought along; nil for nobody's.
    package let signedInAs: Int64?

    package init(
        name: Name, proof: Proof, otp: String?, userAgent: String?, replacing: OpaqueToken?, signedInAs: Int64? = nil
    ) {
        self.name = name
        self.proof = proof
        self.otp = otp
        self.userAgent = userAgent
        self.replacing = replacing
        self.signedInAs = signedInAs
    }
}

/// What somebody has who has signed in.
package struct SignIn: Sendable {
    package let opened: OpenedSession
    package let user: UserProfile
    package let tokens: TokenGrant
    /// Whether it proved the account for the first time, and what opened it before is gone: see `takeOver`.
    package var resetAccess = false
}

extension Accounts {
    /// Signs somebody in. Whether an account exists shows neither in the error nor in the time it takes.
    ///
    /// - Throws: `AccountError.wrongCredentials`, `.busy`; `RateLimited`; once the password or code is right,
    ///   `.suspended`, `.phoneNotConfirmed` and `SecondFactorError.required`, `.wrong`, `.blocked`.
    package func signIn(_ request: SignInRequest, by visitor: Actor) async throws -> SignIn {
        var candidate = try await candidate(request.name)
        if let id = candidate?.id { candidate?.isSignedIn = id == request.signedInAs }
        guard let candidate = try await prove(candidate, request, by: visitor) else {
            throw AccountError.wrongCredentials
        }
        // Each is a line of the audit.
        try await limiter.admit(.changes, user: candidate.id)
        let newHash = try await renewedHash(candidate, request.proof, for: HashingSource(visitor))
        try await accessTokens.prepare()
        return try await pool.withTransaction { transaction in
            if let cookie = request.replacing {
                try await endSession(of: cookie, reason: "replaced", on: transaction)
            }
            let signIn = try await begin(candidate, newHash, request.userAgent, visitor, on: transaction)
            // It may have been put in force since.
            if signIn.opened.session.hasSecondFactor, !candidate.provedBoth { throw SecondFactorError.required }
            return signIn
        }
    }

    private func begin(
        _ candidate: Candidate, _ newHash: String?, _ userAgent: String?, _ visitor: Actor,
        on transaction: PostgresConnection
    ) async throws -> SignIn {
        let owner = Actor(
            userID: candidate.id, role: candidate.role, address: visitor.address, requestID: visitor.requestID)
        var resetAccess = false
        if let code = candidate.loginCode {
            resetAccess = try await useLoginCode(code, isSignedIn: candidate.isSignedIn, by: owner, on: transaction)
        }
        let passwordHash = resetAccess ? nil : candidate.passwordHash
        // Whoever changed the password meanwhile ended all sessions; this one must not begin after that.
        let rows = try await transaction.query(
            """
            UPDATE users AS u SET last_login = now(), password_hash = coalesce(\(newHash), u.password_hash)
            WHERE u.id = \(candidate.id) AND u.status = 'active'
              AND u.password_hash IS NOT DISTINCT FROM \(passwordHash)
            RETURNING \(UserProfile.columns)
            """)
        guard let row = rows.first else { throw AccountError.wrongCredentials }
        let user = try UserProfile(row)
        let opened = try await openSession(
            for: user.id, userAgent: userAgent, address: visitor.address, on: transaction)
        try await AuditEntry("session.opened", "session", opened.session.sessionID).record(by: owner, on: transaction)
        let tokens = try await grantTokens(for: opened.session, on: transaction)
        return SignIn(opened: opened, user: user, tokens: tokens, resetAccess: resetAccess)
    }
}
