import Foundation
import Jobs
import Postgres

/// Mails a link for setting a new password to an address, if it is an account's. Whether it is shows only when the
/// job runs: whoever asks gets the same answer in the same time. The token is made then too, so that none lies here.
package struct SendPasswordResetJob: Job {
    package static let name = "account.password_reset"

    package let email: String
    package let requestedAt: Date
}

extension Accounts {
    /// Asks for such a mail. One that waits already is not asked for twice.
    package func requestPasswordReset(_ email: EmailAddress) async throws {
        try await pool.withConnection { connection in
            _ = try await SendPasswordResetJob(email: email.text, requestedAt: Date())
                .enqueue(on: connection, uniqueKey: email.text.sha256)
        }
    }

    /// For the mail: a fresh token for the account's owner; nil when no active account has the address, or one whose
    /// number is proven and whose address, which may be mistyped, is not: that one is opened by a code, and by no mail.
    package func makePasswordReset(_ email: EmailAddress) async throws -> (token: OpaqueToken, to: Recipient)? {
        let isTheirs: Query = "(email_verified_at IS NOT NULL OR phone_verified_at IS NULL)"
        guard let recipient = try await Recipient.find("email = \(email.text) AND \(isTheirs)", on: pool) else {
            return nil
        }
        let token = try await pool.withConnection { connection in
            try await AccountToken.make(.passwordReset, for: recipient.userID, email: email.text, on: connection)
        }
        return (token, recipient)
    }
}
