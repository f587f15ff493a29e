import Marketplace
import Postgres
import TestSupport
import Testing

/// Limits that count in the database at once.
struct RateLimiterTests {
    @Test func `so many are admitted and no more, and the answer says how long to wait`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.reset: "3/1h"])
            #expect(try await limiter.admitted(.reset, "asha@example.org", of: 3) == 3)
            let wait_s = try #require(try await limiter.refusal(.reset, "asha@example.org"))
            #expect((1...7200).contains(wait_s))
            #expect(try await limiter.refusal(.reset, "else@example.org") == nil, "another has a count of its own")
        }
    }

    @Test func `two nodes share one count`() async throws {
        try await withDatabase(.schema) { pool in
            let a = try RateLimiter.test(pool, [.codes: "4/1h"])
            let b = try RateLimiter.test(pool, [.codes: "4/1h"])
            #expect(try await a.admitted(.codes, "+919840000001", of: 3) == 3)
            #expect(try await b.admitted(.codes, "+919840000001", of: 3) == 1)
            #expect(try await a.refusal(.codes, "+919840000001") != nil)
        }
    }

    @Test func `of fifty at once no more than the limit are admitted`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.register: "7/1h"])
            let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await limiter.refusal(.register, "203.0.113.7") == nil }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(admitted == 7)
        }
    }

    @Test func `what was refused isn't counted, so asking again prolongs no wait`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.reset: "2/2s"])
            #expect(try await limiter.admitted(.reset, "a", of: 40) >= 2)
            let counts = try await pool.query("SELECT current + previous FROM rate_counts")
            #expect(try counts[0].decode(Int64.self) <= 4)
            // Twice the period after the last one that counted, everything has faded.
            try await Task.sleep(for: .seconds(4))
            #expect(try await limiter.admitted(.reset, "a", of: 2) == 2)
        }
    }

    @Test func `a limit that is off admits everything and writes nothing`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool)
            for limit in RateLimit.allCases { #expect(try await limiter.admitted(limit, "198.51.100.1", of: 50) == 50) }
            #expect(try await pool.query("SELECT count(*) FROM rate_counts")[0].decode(Int64.self) == 0)
        }
    }

    @Test func `addresses of one IPv6 network count together`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.register: "2/1h"])
            #expect(try await limiter.refusal(.register, "2001:db8:1:2::1") == nil)
            #expect(try await limiter.refusal(.register, "2001:db8:1:2:aaaa::1") == nil)
            #expect(try await limiter.refusal(.register, "2001:db8:1:2::9") != nil)
            #expect(try await limiter.refusal(.register, "2001:db8:1:3::9") == nil)
        }
    }

    @Test func `what is free for loopback is limited for everybody else`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(
                pool, [.register: "1/1h", .search: "1/1h"], freeForLoopback: [.register, .search])
            for limit in [RateLimit.register, .search] {
                #expect(try await limiter.admitted(limit, "127.0.0.1", of: 10) == 10)
                #expect(try await limiter.admitted(limit, "::1", of: 10) == 10)
                #expect(try await limiter.admitted(limit, "192.0.2.1", of: 10) == 1)
            }
        }
    }

    @Test func `the database holds nobody's address, number or e-mail`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.reset: "3/1h", .register: "3/1h", .login: "3/1h"])
            try await limiter.admit(.reset, "asha@example.org")
            try await limiter.admit(.register, "203.0.113.7")
            try await limiter.checkSignIn(account: "asha@example.org", address: "203.0.113.7")
            let rows = try await pool.query(
                """
                SELECT key, r::text FROM rate_counts AS r
                UNION ALL SELECT pair, a::text FROM sign_in_attempts AS a
                """)
            #expect(rows.count == 3)
            for row in rows {
                let (key, text) = try row.decode([UInt8].self, String.self)
                #expect(key.count == 16)
                for clear in ["asha", "example", "203.0", "\\x617368", "cb007107"] { #expect(!text.contains(clear)) }
            }
            // Not guessable without the secret: another secret gives other keys.
            let other = RateLimiter(
                pool: pool, rules: .standard, secret: [UInt8](repeating: 8, count: 32), logger: .silent)
            try await other.admit(.reset, "asha@example.org")
            #expect(try await pool.query("SELECT count(*) FROM rate_counts")[0].decode(Int64.self) == 3)
        }
    }

    @Test func `old rows are deleted in batches and those that count stay`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.reset: "3/1h", .login: "5/15m"])
            try await limiter.admit(.reset, "a")
            try await limiter.checkSignIn(account: "a", address: "192.0.2.1")
            try await pool.execute(
                """
                INSERT INTO rate_counts SELECT int4send(n), 1, 1, 0, now() - interval '1 s'
                FROM generate_series(1, 2500) AS n
                """)
            try await pool.execute(
                """
                INSERT INTO sign_in_attempts SELECT int4send(n), '{}', 5, 0, now(), 0, NULL, now() - interval '1 s'
                FROM generate_series(1, 1500) AS n
                """)
            try await limiter.deleteOldCounts()
            #expect(try await pool.query("SELECT count(*) FROM rate_counts")[0].decode(Int64.self) == 1)
            #expect(try await pool.query("SELECT count(*) FROM sign_in_attempts")[0].decode(Int64.self) == 1)
        }
    }
}
