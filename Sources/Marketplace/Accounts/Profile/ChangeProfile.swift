import Postgres

/// What people may change of their own account. Nil leaves a thing as it is.
package struct ProfileChange: Sendable {
    package enum Contact<Value: Sendable>: Sendable {
        case keep
        case remove
        case set(Value)
    }

    package var name: String?
    package var language: Language?
    package var wantsOffers: Bool?
    package var email: Contact<EmailAddress> = .keep
    package var phone: Contact<PhoneNumber> = .keep
    /// Needed for a new e-mail address or phone number.
    package var currentPassword: String?

    package init() {}
}

extension Accounts {
    /// Changes somebody's own account. A new e-mail address or phone number counts as not verified.
    ///
    /// - Throws: `AccountError.wrongPassword`, `.signInAgain`, `.emailTaken`, `.phoneTaken`, `.unreachable`.
    package func changeProfile(
        of user: SignedInUser, _ change: ProfileChange, by actor: Actor
    ) async throws -> UserProfile {
        if try await changesContact(of: user, change) {
            _ = try await confirm(user, password: change.currentPassword, by: actor)
        }
        return try await pool.withTransaction { transaction in
            _ = try await transaction.query("SELECT FROM users WHERE id = \(user.id) FOR UPDATE")
            let before = try await UserProfile.find(user.id, on: transaction)
            let email = change.email.value(before.email, \.text)
            let phone = change.phone.value(before.phone, \.text)
            let after = try await Self.naming { try await store(change, email, phone, user.id, on: transaction) }
            let fields = Self.changedFields(before, after)
            if !fields.isEmpty {
                try await AuditEntry("user.changed", "user", user.id, change: fields).record(by: actor, on: transaction)
            }
            try await announceContacts(before, after, on: transaction)
            return after
        }
    }

    private func changesContact(of user: SignedInUser, _ change: ProfileChange) async throws -> Bool {
        if case .keep = change.email, case .keep = change.phone { return false }
        let present = try await UserProfile.find(user.id, on: pool)
        return change.email.value(present.email, \.text) != present.email
            || change.phone.value(present.phone, \.text) != present.phone
    }

    /// What follows from a new address or number, in the same transaction: the owner is told where they were reached
    /// before, and a new e-mail address is to be checked.
    private func announceContacts(
        _ before: UserProfile, _ after: UserProfile, on transaction: PostgresConnection
    ) async throws {
        if let old = before.email, old != after.email {
            try await notify(after.id, of: .emailChanged, email: EmailAddress(old), on: transaction)
        }
        if before.phone != nil, before.phone != after.phone {
            try await notify(after.id, of: .phoneChanged, on: transaction)
        }
        if after.email != nil, after.email != before.email {
            try await requestEmailCheck(of: after.id, on: transaction)
        }
    }

    private func store(
        _ change: ProfileChange, _ email: String?, _ phone: String?, _ id: Int64, on transaction: PostgresConnection
    ) async throws -> UserProfile {
        let rows = try await transaction.query(
            """
            UPDATE users AS u SET name = coalesce(\(change.name), u.name),
                language = coalesce(\(change.language?.rawValue), u.language),
                offers_accepted_at = CASE \(change.wantsOffers)::boolean WHEN true THEN coalesce(u.offers_accepted_at, now())
                    WHEN false THEN NULL ELSE u.offers_accepted_at END,
                email = \(email), email_verified_at = CASE WHEN u.email = \(email) THEN u.email_verified_at END,
                phone = \(phone), phone_verified_at = CASE WHEN u.phone = \(phone) THEN u.phone_verified_at END,
                updated_at = now()
            WHERE u.id = \(id) RETURNING \(UserProfile.columns)
            """)
        guard let row = rows.first else { throw AccountError.unknownUser }
        return try UserProfile(row)
    }

    /// Personal values are named without what they are.
    private static func changedFields(_ before: UserProfile, _ after: UserProfile) -> [String: [String?]] {
        var fields: [String: [String?]] = [:]
        if before.name != after.name { fields["name"] = [] }
        if before.email != after.email { fields["email"] = [] }
        if before.phone != after.phone { fields["phone"] = [] }
        if before.language != after.language {
            fields["language"] = [before.language.rawValue, after.language.rawValue]
        }
        let (wanted, wants) = (before.offersAcceptedAt != nil, after.offersAcceptedAt != nil)
        if wanted != wants { fields["consent.offers"] = [String(wanted), String(wants)] }
        return fields
    }
}

extension ProfileChange.Contact {
    fileprivate func value(_ present: String?, _ text: (Value) -> String) -> String? {
        switch self {
        case .keep: present
        case .remove: nil
        case .set(let value): text(value)
        }
    }
}
