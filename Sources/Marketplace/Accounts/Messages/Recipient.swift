import Postgres

/// Somebody a message goes to.
package struct Recipient: Sendable, Equatable {
    package let userID: Int64
    package let language: Language
    package let email: String?
    package let phone: String?
}

extension Recipient {
    static func find(_ condition: Query, on pool: some PostgresQueryable) async throws -> Recipient? {
        let rows = try await pool.query(
            "SELECT id, language, email, phone FROM users WHERE \(condition) AND status = 'active'")
        guard let row = rows.first else { return nil }
        let (id, language, email, phone) = try row.decode(Int64.self, String.self, String?.self, String?.self)
        return Recipient(userID: id, language: Language(rawValue: language) ?? .english, email: email, phone: phone)
    }
}

extension Accounts {
    /// Where an active user can be reached; nil when there is none.
    package func recipient(_ userID: Int64) async throws -> Recipient? {
        try await Recipient.find("id = \(userID)", on: pool)
    }

    package func recipient(_ email: EmailAddress) async throws -> Recipient? {
        try await Recipient.find("email = \(email.text)", on: pool)
    }

    package func recipient(_ phone: PhoneNumber) async throws -> Recipient? {
        try await Recipient.find("phone = \(phone.text)", on: pool)
    }
}
