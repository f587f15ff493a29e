import Postgres

/// The account that somebody wants to sign in to, before they have proven that it is theirs.
struct Candidate: Sendable {
    let id: Int64
    let passwordHash: String?
    let status: AccountStatus
    let role: Role
    /// Whether its owner has ever proven its address or number.
    let isProven: Bool
    /// The one-time code that proved them, to be used up with the sign-in.
    var loginCode: ProvenLoginCode?
    /// Whether they have a second factor and have proven it too.
    var provedBoth = false
    /// Whether whoever asks has a session of this account already.
    var isSignedIn = false

    /// Whether they are the first to prove that it is theirs: what was set up before, by whomever, says nothing.
    var takesOver: Bool { loginCode != nil && !isProven && !isSignedIn && role.registersItself }
}

extension Accounts {
    func candidate(_ name: SignInRequest.Name) async throws -> Candidate? {
        let condition: Query =
            switch name {
            case .email(let email): "email = \(email.text)"
            case .phone(let phone): "phone = \(phone.text)"
            }
        let rows = try await pool.query(
            """
            SELECT id, password_hash, status, role, email_verified_at IS NOT NULL OR phone_verified_at IS NOT NULL
            FROM users WHERE \(condition)
            """)
        guard let row = rows.first else { return nil }
        let (id, passwordHash, status, role, isProven) = try row.decode(
            Int64.self, String?.self, String.self, String.self, Bool.self)
        guard let role = Role(rawValue: role) else { return nil }
        return Candidate(
            id: id, passwordHash: passwordHash, status: AccountStatus(rawValue: status) ?? .erased, role: role,
            isProven: isProven)
    }

    /// The candidate if the proof is right. The same work is done for none, and for one without a password.
    func proven(
        _ candidate: Candidate?, _ proof: SignInRequest.Proof, for source: HashingSource
    ) async throws -> Candidate? {
        switch proof {
        case .password(let password):
            let matches = try await passwords.matches(password, candidate?.passwordHash, for: source)
            return matches ? candidate : nil
        case .code(let code, let phone, let request):
            guard let proven = try await checkLoginCode(phone: phone, code: code, request: request, for: source),
                var candidate,
                candidate.id == proven.userID
            else { return nil }
            candidate.loginCode = proven
            return candidate
        }
    }

    /// A hash of the cost that is set now, where the stored one has another.
    func renewedHash(
        _ candidate: Candidate, _ proof: SignInRequest.Proof, for source: HashingSource
    ) async throws -> String? {
        guard case .password(let password) = proof, let hash = candidate.passwordHash, passwords.isOutdated(hash)
        else { return nil }
        return try await passwords.hash(password, for: source)
    }
}
