import Foundation
import Jobs
import Postgres

/// Sends a one-time code to a phone number, if it is an account's. As with a password's reset, whether it is shows
/// only when the job runs, and the code is made then.
package struct SendLoginCodeJob: Job {
    package static let name = "account.login_code"

    package let phone: String
    package let requestedAt: Date
    /// SHA-256, in hexadecimal, of the secret that whoever asked holds.
    package let requestHash: String?

    package init(phone: String, requestedAt: Date, requestHash: String? = nil) {
        self.phone = phone
        self.requestedAt = requestedAt
        self.requestHash = requestHash
    }
}

extension Accounts {
    /// Asks for a code.
    ///
    /// - Returns: A secret for whoever asked: a sign-in that brings it along tries that code, and no other's.
    /// - Throws: `AccountMessageError.noTextMessages` when this installation can't send any.
    package func requestLoginCode(_ phone: PhoneNumber) async throws -> OpaqueToken {
        guard sendsTextMessages else { throw AccountMessageError.noTextMessages }
        let request = OpaqueToken.random(bytes: 16)
        try await pool.withConnection { connection in
            _ = try await SendLoginCodeJob(
                phone: phone.text, requestedAt: Date(), requestHash: request.text.sha256
            ).enqueue(on: connection)
        }
        return request
    }
}
