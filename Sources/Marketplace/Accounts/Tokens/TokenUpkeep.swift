import Jobs

/// Makes the next signing key when it is due, and forgets those that nobody needs.
struct RotateSigningKeysJob: Job {
    static let name = "tokens.rotate_signing_keys"
}

struct DeleteExpiredRefreshTokensJob: Job {
    static let name = "tokens.delete_expired"
}

extension JobHandlers {
    /// What tokens need done from time to time: keys each hour, expired tokens each night.
    package mutating func addTokenUpkeep(_ accounts: Accounts) {
        handle(RotateSigningKeysJob.self) { _, _ in try await accounts.rotateSigningKeys() }
        every(.hours(1), RotateSigningKeysJob())
        handle(DeleteExpiredRefreshTokensJob.self, timeout: .minutes(10)) { _, _ in
            try await accounts.deleteExpiredRefreshTokens()
        }
        every(.hours(24), offset: .hours(3), DeleteExpiredRefreshTokensJob())
    }
}
