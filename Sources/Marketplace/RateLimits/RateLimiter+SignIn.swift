import Postgres

/// Failed sign-ins. A caller says `checkSignIn` before it looks at a password, and afterwards exactly one of
/// `countFailedSignIn`, `forgetFailedSignIns` and, when it couldn't look, `abandonSignIn`.
///
/// `account` is the user's id where there is such a user, so that an e-mail address and a phone number are one
/// account, else what was typed in its canonical form: strangers learn nothing from the difference.
extension RateLimiter {
    /// Writes the attempt down as failed, before the costly look at the password: of any number of parallel
    /// guesses no more than the limit allows get through. While attempts of the same pair are being looked at and
    /// no more fit beside them, this waits for them.
    ///
    /// - Throws: `RateLimited` when the pair, or the address by itself, has failed too often; it holds for the
    ///   right password too. The wait is a whole period after the last guess and doubles each time, up to 16.
    ///   Costs a round trip.
    package func checkSignIn(account: String, address: String) async throws {
        let attempt = SignInAttempt(account, address, self)
        var patience = SignInQueue.Patience()
        while true {
            let (verdict, wait_s) = try await begin(attempt)
            switch verdict {
            case "go": return
            case "refused": throw RateLimited(.login, wait_s: wait_s ?? 0)
            default: try await signInQueue.wait(&patience)
            }
        }
    }

    /// The password was wrong, or there is no such account.
    package func countFailedSignIn(account: String, address: String) async throws {
        let a = SignInAttempt(account, address, self)
        _ = try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT sign_in_failed(\(a.pair), \(a.login?.period_s), \(a.account), \(a.loginAccount?.period_s),
                    \(a.address), \(a.loginAddress?.period_s))
                """)
        }
    }

    /// The password was right: the pair begins anew. What the account and the address have failed otherwise stays.
    package func forgetFailedSignIns(account: String, address: String) async throws {
        let attempt = SignInAttempt(account, address, self)
        guard attempt.login != nil else { return }
        _ = try await pool.withConnection { try await $0.query("SELECT sign_in_succeeded(\(attempt.pair))") }
    }

    /// Nobody looked at the password, because something else went wrong: the attempt doesn't count.
    package func abandonSignIn(account: String, address: String) async throws {
        let attempt = SignInAttempt(account, address, self)
        guard attempt.login != nil else { return }
        _ = try await pool.withConnection { try await $0.query("SELECT sign_in_abandoned(\(attempt.pair))") }
    }

    /// All four in their order.
    ///
    /// - Parameter check: Looks at the password; nil means that it was wrong.
    package func signIn<Result: Sendable>(
        account: String, address: String, _ check: () async throws -> Result?
    ) async throws -> Result? {
        try await checkSignIn(account: account, address: address)
        let result: Result?
        do {
            result = try await check()
        } catch {
            // In a task of its own: this one may have been cancelled, and that is no guess.
            _ = await Task { try? await abandonSignIn(account: account, address: address) }.value
            throw error
        }
        if result == nil {
            try await countFailedSignIn(account: account, address: address)
        } else {
            try await forgetFailedSignIns(account: account, address: address)
        }
        return result
    }

    private func begin(_ a: SignInAttempt) async throws -> (verdict: String, wait_s: Double?) {
        guard a.login != nil || a.loginAddress != nil else { return ("go", nil) }
        return try await pool.withConnection { connection in
            try await connection.query(
                """
                SELECT verdict, wait_s FROM sign_in_begin(
                    \(a.pair), \((a.login?.count).map { Int32($0) }), \(a.login?.period_s),
                    \(a.account), \(a.loginAccount?.count), \(a.loginAccount?.period_s),
                    \(a.address), \(a.loginAddress?.count), \(a.loginAddress?.period_s))
                """)[0].decode(String.self, Double?.self)
        }
    }
}

/// The rules that hold for an attempt, and the keys under which it counts.
private struct SignInAttempt {
    let login: RateRule?
    let loginAccount: RateRule?
    let loginAddress: RateRule?
    let pair: [UInt8]
    let account: [UInt8]?
    let address: [UInt8]?

    init(_ account: String, _ address: String, _ limiter: RateLimiter) {
        login = limiter.rules[.login]
        loginAccount = limiter.rules[.loginAccount]
        loginAddress = limiter.rules[.loginAddress]
        let counted = NetworkAddress(address)?.counted.description ?? address
        let key = limiter.key
        pair = login.map { key(.login, $0, [account, counted]) } ?? []
        self.account = loginAccount.map { key(.loginAccount, $0, [account]) }
        self.address = loginAddress.map { key(.loginAddress, $0, [counted]) }
    }
}
