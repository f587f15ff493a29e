import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Marketplace

/// Wrong guesses of passwords.
struct SignInLimitTests {
    private let home = "192.0.2.1"
    private let elsewhere = "198.51.100.1"

    /// - Returns: The seconds to wait; nil when the password was looked at.
    @discardableResult
    private func guess(_ limiter: RateLimiter, _ account: String, from address: String, right: Bool = false)
        async throws -> Int?
    {
        do {
            _ = try await limiter.signIn(account: account, address: address) { right ? true : nil }
            return nil
        } catch let error as RateLimited {
            return error.retryAfterSeconds
        }
    }

    @Test func `after five wrong guesses the right password waits too, and from elsewhere it doesn't`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "5/15m"])
            for _ in 0..<5 { #expect(try await guess(limiter, "7", from: home) == nil) }
            let wait_s = try #require(try await guess(limiter, "7", from: home, right: true))
            #expect((890...900).contains(wait_s))
            #expect(try await guess(limiter, "7", from: elsewhere, right: true) == nil)
            #expect(try await guess(limiter, "8", from: home, right: true) == nil)
            let another = try RateLimiter.test(pool, [.login: "5/15m"])
            #expect(try await guess(another, "7", from: home) != nil, "another node knows it")
        }
    }

    @Test func `the right password ends the count of its pair alone`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "3/15m"])
            for _ in 0..<2 { try await guess(limiter, "7", from: home) }
            for _ in 0..<2 { try await guess(limiter, "7", from: elsewhere) }
            #expect(try await guess(limiter, "7", from: home, right: true) == nil)
            for _ in 0..<3 { #expect(try await guess(limiter, "7", from: home) == nil) }
            #expect(try await guess(limiter, "7", from: home) != nil)
            #expect(try await guess(limiter, "7", from: elsewhere) == nil)
            #expect(try await guess(limiter, "7", from: elsewhere) != nil)
        }
    }

    @Test func `failures are forgotten one by one when their period is over`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "3/15m"])
            for _ in 0..<2 { try await guess(limiter, "7", from: home) }
            try await passes("14 min", pool)
            #expect(try await guess(limiter, "7", from: home) == nil)
            let wait_s = try #require(try await guess(limiter, "7", from: home))
            #expect((890...900).contains(wait_s), "three in the last quarter of an hour")
            try await passes("15 min", pool)
            for _ in 0..<2 { #expect(try await guess(limiter, "7", from: home) == nil) }
        }
    }

    @Test func `each wait is twice as long as the last, up to sixteen periods`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "2/15m"])
            for periods in [1, 2, 4, 8, 16, 16] {
                for _ in 0..<2 { #expect(try await guess(limiter, "7", from: home) == nil) }
                let wait_s = try #require(try await guess(limiter, "7", from: home))
                #expect((periods * 900 - 10...periods * 900).contains(wait_s))
                try await passes("\(periods * 15) min", pool)
            }
            // A day of quiet.
            try await passes("24 h", pool)
            for _ in 0..<2 { #expect(try await guess(limiter, "7", from: home) == nil) }
            #expect(try await guess(limiter, "7", from: home).map { $0 <= 900 } == true)
        }
    }

    @Test func `of fifty wrong guesses at once no more than the limit are looked at`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "5/15m"])
            let looks = Looks()
            try await withThrowingTaskGroup { group in
                for _ in 0..<50 {
                    group.addTask { [home] in
                        do {
                            let result: Bool? = try await limiter.signIn(account: "7", address: home) {
                                looks.begin()
                                try await Task.sleep(for: .milliseconds(50))
                                return nil
                            }
                            #expect(result == nil)
                        } catch is RateLimited {}
                    }
                }
                try await group.waitForAll()
            }
            #expect(looks.count == 5)
        }
    }

    @Test func `thirty right passwords at once all get in`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "5/15m"])
            let looks = Looks()
            try await withThrowingTaskGroup { group in
                for _ in 0..<30 {
                    group.addTask { [home] in
                        let isIn = try await limiter.signIn(account: "7", address: home) {
                            looks.begin()
                            try await Task.sleep(for: .milliseconds(20))
                            looks.end()
                            return true
                        }
                        #expect(isIn == true)
                    }
                }
                try await group.waitForAll()
            }
            #expect(looks.most <= 5)
            #expect(looks.count == 30)
            #expect(try await pool.query("SELECT count(*) FROM sign_in_attempts")[0].decode(Int64.self) == 0)
        }
    }

    @Test func `an attempt that nobody looked at doesn't count`() async throws {
        struct Busy: Error {}
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "3/15m"])
            for _ in 0..<10 {
                await #expect(throws: Busy.self) {
                    _ = try await limiter.signIn(account: "7", address: home) { () -> Bool? in throw Busy() }
                }
            }
            #expect(try await guess(limiter, "7", from: home, right: true) == nil)
        }
    }

    @Test func `an attempt whose node died counts as wrong`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "3/15m"])
            for _ in 0..<3 { try await limiter.checkSignIn(account: "7", address: home) }
            try await passes("1 min", pool)
            let wait_s = try #require(try await guess(limiter, "7", from: home))
            #expect((830...840).contains(wait_s))
        }
    }

    /// A crowd at many addresses is slowed; neither it nor anybody else keeps the owner out.
    @Test func `beyond the account's cap each address has one guess, and the owner still gets in`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "5/15m", .loginAccount: "20/1h"])
            for crowd in 0..<4 {
                for _ in 0..<5 { #expect(try await guess(limiter, "7", from: "203.0.113.\(crowd)") == nil) }
            }
            for crowd in 4..<20 {
                #expect(try await guess(limiter, "7", from: "203.0.113.\(crowd)") == nil)
                #expect(try await guess(limiter, "7", from: "203.0.113.\(crowd)") != nil)
            }
            #expect(try await guess(limiter, "7", from: home, right: true) == nil)
            #expect(try await guess(limiter, "8", from: home) == nil)
            #expect(try await guess(limiter, "8", from: home) == nil, "other accounts have what they had")
        }
    }

    @Test func `an address that guesses at many accounts has to wait as well`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "5/15m", .loginAddress: "12/1h"])
            for account in 0..<12 { #expect(try await guess(limiter, "\(account)", from: home) == nil) }
            #expect(try await guess(limiter, "99", from: home, right: true) != nil)
            #expect(try await guess(limiter, "99", from: elsewhere, right: true) == nil)
            #expect(try await guess(limiter, "99", from: "2001:db8::1") == nil)
        }
    }

    @Test func `addresses of one IPv6 network are one address`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.login: "2/15m"])
            try await guess(limiter, "7", from: "2001:db8:1:2::1")
            try await guess(limiter, "7", from: "2001:db8:1:2::2")
            #expect(try await guess(limiter, "7", from: "2001:db8:1:2:3::") != nil)
            #expect(try await guess(limiter, "7", from: "2001:db8:1:3::1") == nil)
        }
    }

    @Test func `switched off, nobody waits and nothing is written`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool)
            for _ in 0..<20 { #expect(try await guess(limiter, "7", from: home) == nil) }
            #expect(try await guess(limiter, "7", from: home, right: true) == nil)
            #expect(try await pool.query("SELECT count(*) FROM sign_in_attempts")[0].decode(Int64.self) == 0)
            #expect(try await pool.query("SELECT count(*) FROM rate_counts")[0].decode(Int64.self) == 0)
        }
    }

    /// As if all that happened had happened so much earlier.
    private func passes(_ time: String, _ pool: PostgresPool) async throws {
        try await pool.execute(
            """
            UPDATE sign_in_attempts SET
                failed_at = ARRAY(SELECT at - \(time)::text::interval FROM unnest(failed_at) AS at),
                unsettled_until = unsettled_until - \(time)::text::interval,
                blocked_until = blocked_until - \(time)::text::interval,
                expires_at = expires_at - \(time)::text::interval
            """)
    }
}

/// How often a password was looked at, and how many at the same time.
private final class Looks: Sendable {
    private let state = Mutex((count: 0, now: 0, most: 0))

    var count: Int { state.withLock { $0.count } }
    var most: Int { state.withLock { $0.most } }

    func begin() { state.withLock { $0 = ($0.count + 1, $0.now + 1, max($0.most, $0.now + 1)) } }
    func end() { state.withLock { $0.now -= 1 } }
}
