import Postgres

/// What an account begins with.
package struct NewUser: Sendable {
    package var name: String
    package var email: EmailAddress?
    package var phone: PhoneNumber?
    /// Nil: signs in by one-time codes, or chooses one by a mail for a forgotten password.
    package var password: String?
    package var role: Role
    package var language: Language
    /// Whether its owner has agreed to the terms; an administrator can't do that for them.
    package var acceptsTerms: Bool
    package var wantsOffers: Bool

    package init(
        name: String, email: EmailAddress?, phone: PhoneNumber?, password: String?, role: Role,
        language: Language = .english, acceptsTerms: Bool = false, wantsOffers: Bool = false
    ) {
        self.name = name
        self.email = email
        self.phone = phone
        self.password = password
        self.role = role
        self.language = language
        self.acceptsTerms = acceptsTerms
        self.wantsOffers = wantsOffers
    }
}

extension Accounts {
    /// Checks all that can be checked before the costly hash, hashes, and hands the hash to `body`.
    func prepare(_ user: NewUser, by actor: Actor) async throws -> String? {
        guard user.email != nil || user.phone != nil else { throw AccountError.unreachable }
        if let password = user.password { try PasswordRules.check(password) }
        try await checkIsFree(email: user.email, phone: user.phone)
        guard let password = user.password else { return nil }
        return try await passwords.hash(password, for: HashingSource(actor))
    }

    /// - Throws: `AccountError.emailTaken`, `.phoneTaken`.
    func insert(_ user: NewUser, passwordHash: String?, on connection: PostgresConnection) async throws -> UserProfile {
        try await Self.naming { [email = user.email?.text, phone = user.phone?.text] in
            let rows = try await connection.query(
                """
                INSERT INTO users AS u (name, email, phone, password_hash, role, language, terms_accepted_at,
                                        offers_accepted_at)
                VALUES (\(user.name), \(email), \(phone), \(passwordHash), \(user.role.rawValue),
                        \(user.language.rawValue), CASE WHEN \(user.acceptsTerms) THEN now() END,
                        CASE WHEN \(user.wantsOffers) THEN now() END)
                RETURNING \(UserProfile.columns)
                """)
            return try UserProfile(rows[0])
        }
    }

    /// Turns a violated constraint of `users` into the error that it means.
    static func naming<Result>(
        _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let error as PostgresError {
            switch error.constraint {
            case "users_email_taken": throw AccountError.emailTaken
            case "users_phone_taken": throw AccountError.phoneTaken
            case "users_reachable": throw AccountError.unreachable
            default: throw error
            }
        }
    }

    private func checkIsFree(email: EmailAddress?, phone: PhoneNumber?) async throws {
        let (hasEmail, hasPhone) = try await pool.query(
            """
            SELECT EXISTS (SELECT FROM users WHERE email = \(email?.text)),
                   EXISTS (SELECT FROM users WHERE phone = \(phone?.text))
            """)[0].decode(Bool.self, Bool.self)
        if hasEmail { throw AccountError.emailTaken }
        if hasPhone { throw AccountError.phoneTaken }
    }
}
