import Foundation
import Jobs
import Postgres

/// Tells a user that their account was changed: by mail, or by text message where there is no e-mail address.
package struct SendAccountNoticeJob: Job {
    package static let name = "account.notice"

    package let userID: Int64
    package let notice: AccountNotice
    package let at: Date
    /// Where to send it instead of the user's present address: the one that was just replaced.
    package let email: String?
}

extension Accounts {
    /// Has the user told of the change that `connection`'s transaction makes.
    ///
    /// - Parameter email: The e-mail address to send it to, when it is no longer the user's; nil: the user's.
    package func notify(
        _ userID: Int64, of notice: AccountNotice, email: EmailAddress? = nil, on connection: PostgresConnection
    ) async throws {
        try await SendAccountNoticeJob(userID: userID, notice: notice, at: Date(), email: email?.text)
            .enqueue(on: connection)
    }
}
