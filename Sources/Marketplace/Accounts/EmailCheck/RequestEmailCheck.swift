import Jobs
import Postgres

/// Mails a user a link that proves that their e-mail address is theirs. The token is made when the job runs.
package struct SendEmailCheckJob: Job {
    package static let name = "account.email_check"

    package let userID: Int64
}

extension Accounts {
    /// Has the user's address checked, on the transaction that gives it to them: at registration and when it changes.
    /// Does nothing useful for a user without one, and no harm.
    package func requestEmailCheck(of userID: Int64, on connection: PostgresConnection) async throws {
        try await SendEmailCheckJob(userID: userID).enqueue(on: connection, uniqueKey: String(userID))
    }

    /// Sends the mail once more to a user who asks for it.
    ///
    /// - Throws: `AccountMessageError.noEmail`, `.emailAlreadyVerified`.
    package func requestEmailCheckAgain(of userID: Int64) async throws {
        let rows = try await pool.query("SELECT email, email_verified_at IS NOT NULL FROM users WHERE id = \(userID)")
        guard let row = rows.first else { return }
        let (email, isVerified) = try row.decode(String?.self, Bool.self)
        guard email != nil else { throw AccountMessageError.noEmail }
        guard !isVerified else { throw AccountMessageError.emailAlreadyVerified }
        try await pool.withConnection { try await requestEmailCheck(of: userID, on: $0) }
    }

    /// For the mail: a fresh token; nil when there is nothing to check any more.
    package func makeEmailCheck(of userID: Int64) async throws -> (token: OpaqueToken, email: String, to: Recipient)? {
        guard let recipient = try await Recipient.find("id = \(userID) AND email_verified_at IS NULL", on: pool),
            let email = recipient.email
        else { return nil }
        let token = try await pool.withConnection { connection in
            try await AccountToken.make(.emailCheck, for: userID, email: email, on: connection)
        }
        return (token, email, recipient)
    }
}
