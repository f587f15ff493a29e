extension Accounts {
    /// As `proven`, but refused unlooked at once this account was tried too often from this address. An account that
    /// doesn't exist counts as one that does.
    ///
    /// - Throws: `RateLimited`, for the right password too.
    func prove(_ candidate: Candidate?, _ request: SignInRequest, by visitor: Actor) async throws -> Candidate? {
        let account = candidate.map { String($0.id) } ?? request.name.text
        return try await limiter.signIn(account: account, address: visitor.address ?? "unknown") {
            try await proven(candidate, request.proof)
        }
    }

    /// Whether it is the password of somebody who is signed in. Whoever holds a stolen session may guess no more often
    /// than at the front door.
    ///
    /// - Throws: `RateLimited`.
    func isPassword(_ password: String, of user: SignedInUser, hash: String) async throws -> Bool {
        let proof: Bool? = try await limiter.signIn(
            account: String(user.id), address: "session \(user.sessionID)"
        ) {
            try await passwords.matches(password, hash) ? true : nil
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
