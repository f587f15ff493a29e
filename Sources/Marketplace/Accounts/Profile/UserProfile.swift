import Foundation
import Postgres

/// An account as its owner and administrators see it.
package struct UserProfile: Sendable, Equatable {
    package let id: Int64
    package let name: String
    package let email: String?
    package let emailVerifiedAt: Date?
    package let phone: String?
    package let phoneVerifiedAt: Date?
    package let role: Role
    package let language: Language
    package let status: AccountStatus
    package let termsAcceptedAt: Date?
    /// Nil: wants no offers.
    package let offersAcceptedAt: Date?
    package let createdAt: Date
    /// Nil: has never signed in.
    package let lastLogin: Date?
}

package enum AccountStatus: String, CaseIterable, Sendable {
    case active, suspended
    /// Nothing personal is left of it.
    case erased
}

extension UserProfile {
    /// Of `users AS u`, in the order in which a row is read.
    static var columns: Query {
        """
        u.id, u.name, u.email, u.email_verified_at, u.phone, u.phone_verified_at, u.role, u.language, u.status,
        u.terms_accepted_at, u.offers_accepted_at, u.created_at, u.last_login
        """
    }

    init(_ row: PostgresRow) throws {
        let role: String
        let language: String
        let status: String
        (
            id, name, email, emailVerifiedAt, phone, phoneVerifiedAt, role, language, status, termsAcceptedAt,
            offersAcceptedAt, createdAt, lastLogin
        ) = try row.decode(
            Int64.self, String.self, String?.self, Date?.self, String?.self, Date?.self, String.self, String.self,
            String.self, Date?.self, Date?.self, Date.self, Date?.self)
        guard let role = Role(rawValue: role), let language = Language(rawValue: language),
            let status = AccountStatus(rawValue: status)
        else { throw AccountError.unknownUser }
        self.role = role
        self.language = language
        self.status = status
    }

    /// - Throws: `AccountError.unknownUser`.
    package static func find(_ id: Int64, on database: some PostgresQueryable) async throws -> UserProfile {
        let rows = try await database.query("SELECT \(columns) FROM users AS u WHERE u.id = \(id)")
        guard let row = rows.first else { throw AccountError.unknownUser }
        return try UserProfile(row)
    }
}
