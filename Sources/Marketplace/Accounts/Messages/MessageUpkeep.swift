import Jobs
import Postgres

/// Forgets links and codes that nobody can use any more.
struct DeleteExpiredAccountTokensJob: Job {
    static let name = "account.delete_expired_tokens"
}

extension JobHandlers {
    /// Each night.
    package mutating func addMessageUpkeep(_ accounts: Accounts) {
        handle(DeleteExpiredAccountTokensJob.self, timeout: .minutes(10)) { _, _ in
            try await accounts.deleteExpiredAccountTokens()
        }
        every(.hours(24), offset: .hours(3), DeleteExpiredAccountTokensJob())
    }
}

extension Accounts {
    /// Codes count towards their day's number for a day.
    func deleteExpiredAccountTokens() async throws {
        _ = try await pool.execute("DELETE FROM account_tokens WHERE expires_at <= now()")
        _ = try await pool.execute("DELETE FROM login_codes WHERE created_at < now() - interval '1 day'")
    }
}
