import Foundation
import Jobs
import Postgres

/// Sends a one-time code to a phone number, if it is an account's. As with a password's reset, whether it is shows
/// only when the job runs, and the code is made then.
package struct SendLoginCodeJob: Job {
    package static let name = "account.login_code"

    package let phone: String
    package let requestedAt: Date
}

extension Accounts {
    /// Asks for a code. One that waits already is not asked for twice.
    ///
    /// - Throws: `AccountMessageError.noTextMessages` when this installation can't send any.
    package func requestLoginCode(_ phone: PhoneNumber) async throws {
        guard sendsTextMessages else { throw AccountMessageError.noTextMessages }
        try await pool.withConnection { connection in
            _ = try await SendLoginCodeJob(phone: phone.text, requestedAt: Date())
                .enqueue(on: connection, uniqueKey: phone.text.sha256)
        }
    }
}
