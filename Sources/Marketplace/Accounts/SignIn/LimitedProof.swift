import Postgres

extension Accounts {
    /// As `proven`, with the second factor where there is one, but refused unlooked at once this account was tried too
    /// often from this address. An account that doesn't exist counts as one that does. A wrong code of the second
    /// factor counts like a wrong password; a missing one neither counts nor makes up for what failed before.
    ///
    /// - Throws: `RateLimited`, for the right password too; once the password is right, `AccountError.suspended` and
    ///   `SecondFactorError.required`, `.wrong`, `.blocked`.
    func prove(_ candidate: Candidate?, _ request: SignInRequest, by visitor: Actor) async throws -> Candidate? {
        let account = candidate.map { String($0.id) } ?? request.name.text
        var codeWasWrong = false
        let proven: Candidate? = try await limiter.signIn(account: account, address: visitor.address ?? "unknown") {
            guard var proven = try await self.proven(candidate, request.proof, for: HashingSource(visitor)) else {
                return nil
            }
            guard proven.status == .active else { throw AccountError.suspended }
            if proven.takesOver { return proven }
            do {
                proven.provedBoth = try await checkSecondFactor(of: proven, request.otp, by: visitor)
            } catch SecondFactorError.wrong {
                codeWasWrong = true
                return nil
            }
            return proven
        }
        if codeWasWrong { throw SecondFactorError.wrong }
        return proven
    }

    /// Before the transaction that opens the session, or its rollback would take back the count of wrong codes.
    private func checkSecondFactor(of candidate: Candidate, _ code: String?, by visitor: Actor) async throws -> Bool {
        let owner = Actor(
            userID: candidate.id, role: candidate.role, address: visitor.address, requestID: visitor.requestID)
        return try await pool.withConnection { connection in
            try await checkSecondFactor(
                of: candidate.id, role: candidate.role, code: code, by: owner, on: connection)
        }
    }

    /// Whether it is the password of somebody who is signed in. Whoever holds a stolen session may guess no more often
    /// than at the front door.
    ///
    /// - Throws: `RateLimited`.
    func isPassword(
        _ password: String, of user: SignedInUser, hash: String, by actor: Actor
    ) async throws -> Bool {
        let proof: Bool? = try await limiter.signIn(
            account: String(user.id), address: "session \(user.sessionID)"
        ) {
            try await passwords.matches(password, hash, for: HashingSource(actor)) ? true : nil
        }
        return proof == true
    }
}

extension SignInRequest.Name {
    /// In the form in which it is stored.
    var text: String {
        switch self {
        case .email(let email): email.text
        case .phone(let phone): phone.text
        }
    }
}
