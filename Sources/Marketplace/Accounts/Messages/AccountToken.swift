import Foundation
import Postgres

/// Single-use tokens that travel in the links of mails.
package enum AccountToken {
    package enum Purpose: String, Sendable {
        case passwordReset = "password_reset"
        case emailCheck = "email_check"

        /// How long a token is good from the moment its mail is sent.
        package var lifetime: Duration {
            switch self {
            case .passwordReset: .seconds(3600)
            case .emailCheck: .seconds(86_400)
            }
        }
    }

    /// Who used a token, and which address it proves that they read.
    struct Proof: Sendable {
        let userID: Int64
        let email: String
    }

    /// Most tokens of a purpose that one user may have at a time: a mail that is sent twice has two.
    private static let limit = 5
}

extension AccountToken {
    /// Makes a token for the address; the user's expired and surplus ones go.
    static func make(
        _ purpose: Purpose, for userID: Int64, email: String, on connection: PostgresConnection
    ) async throws -> OpaqueToken {
        let token = OpaqueToken.random(bytes: 16)
        try await connection.execute(
            """
            WITH gone AS (
                DELETE FROM account_tokens WHERE token_hash IN (
                    SELECT token_hash FROM account_tokens
                    WHERE user_id = \(userID) AND purpose = \(purpose.rawValue) AND expires_at > now()
                    ORDER BY created_at DESC OFFSET \(limit - 1))
                OR (user_id = \(userID) AND expires_at <= now()))
            INSERT INTO account_tokens (token_hash, user_id, purpose, email, expires_at)
            VALUES (\(token.hash), \(userID), \(purpose.rawValue), \(email),
                    now() + make_interval(secs => \(Double(purpose.lifetime.components.seconds))))
            """)
        return token
    }

    /// Whether the token would be taken now, for asking before work that is worth saving.
    static func isGood(_ token: OpaqueToken, _ purpose: Purpose, on pool: some PostgresQueryable) async throws -> Bool {
        let rows = try await pool.query(
            """
            SELECT FROM account_tokens AS t JOIN users AS u ON u.id = t.user_id
            WHERE t.token_hash = \(token.hash) AND t.purpose = \(purpose.rawValue) AND t.expires_at > now()
              AND u.status = 'active' AND u.email = t.email
            """)
        return !rows.isEmpty
    }

    /// Uses the token up, for good once the transaction commits.
    ///
    /// - Throws: `AccountMessageError.wrongToken` when it is unknown, used or expired, or was sent to an address that
    ///   is the user's no more.
    static func use(_ token: OpaqueToken, _ purpose: Purpose, on connection: PostgresConnection) async throws -> Proof {
        let rows = try await connection.query(
            """
            DELETE FROM account_tokens AS t USING users AS u
            WHERE t.token_hash = \(token.hash) AND t.purpose = \(purpose.rawValue) AND t.expires_at > now()
              AND u.id = t.user_id AND u.status = 'active' AND u.email = t.email
            RETURNING t.user_id, t.email
            """)
        guard let row = rows.first else { throw AccountMessageError.wrongToken }
        let (userID, email) = try row.decode(Int64.self, String.self)
        return Proof(userID: userID, email: email)
    }
}
