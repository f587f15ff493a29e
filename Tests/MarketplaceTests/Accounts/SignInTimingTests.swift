import Logging
import Marketplace
import Postgres
import TestSupport
import Testing

/// At a cost where hashing is what takes the time.
struct SignInTimingTests {
    @Test func `an unknown address takes as long as a wrong password`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = RateLimiter(pool: pool, rules: .off, secret: [7], logger: .init(label: "test"))
            let accounts = Accounts(
                pool: pool, secrets: .test, passwords: PasswordHasher(cost: 9, threads: 1), limiter: limiter)
            let known = try #require(EmailAddress("someone@example.org"))
            _ = try await accounts.createUser(
                NewUser(name: "Someone", email: known, phone: nil, password: "a password of nobody", role: .customer),
                by: .system)
            let unknown = try #require(EmailAddress("nobody@example.org"))
            var times: [EmailAddress: [Duration]] = [:]
            for _ in 0..<11 {
                for email in [known, unknown] { times[email, default: []].append(try await failure(email, accounts)) }
            }
            // The least of eleven is what nothing else on the machine added to.
            let least = [unknown, known].compactMap { times[$0]?.min() }
            let ratio = least[0] / least[1]
            #expect(ratio > 0.5 && ratio < 2, "an unknown address takes this much of a known one's time: \(ratio)")
        }
    }

    private func failure(_ email: EmailAddress, _ accounts: Accounts) async throws -> Duration {
        let request = SignInRequest(
            name: .email(email), proof: .password("another password"), otp: nil, userAgent: nil, replacing: nil)
        let start = ContinuousClock.now
        await #expect(throws: AccountError.wrongCredentials) { try await accounts.signIn(request, by: .system) }
        return ContinuousClock.now - start
    }
}
