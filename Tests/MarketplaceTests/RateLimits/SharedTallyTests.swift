import Postgres
import TestSupport
import Testing

@testable import Marketplace

/// Counts that a node keeps in memory and exchanges with the others.
struct SharedTallyTests {
    private let address = "203.0.113.7"

    @Test func `a node alone admits the limit and no more`() {
        let tally = SharedTally(RateRule("5/100s")!)
        let one = TallyKey.address(NetworkAddress("203.0.113.7")!)
        let other = TallyKey.address(NetworkAddress("203.0.113.8")!)
        #expect((0..<5).allSatisfy { _ in tally.take(one, at: 1000) == 0 })
        // A fifth of the next period has to pass: 5 × (1 − 0.2) + 1 = 5.
        #expect(abs(tally.take(one, at: 1050) - 70) < 1e-6)
        #expect(tally.take(other, at: 1050) == 0)
        #expect(tally.take(one, at: 1121) == 0)
    }

    @Test func `what a period had left when it ended is sent for that period`() {
        let tally = SharedTally(RateRule("10/100s")!)
        let one = TallyKey.address(NetworkAddress("203.0.113.7")!)
        for _ in 0..<6 { #expect(tally.take(one, at: 1099) == 0) }
        for _ in 0..<3 { #expect(tally.take(one, at: 1101) == 0) }
        let parts = tally.toSend()
        #expect(
            parts == [
                [SharedTally.Unsent(key: one, periodNo: 10, amount: 6)],
                [SharedTally.Unsent(key: one, periodNo: 11, amount: 3)],
            ])
        #expect(tally.toSend() == [])
        // One more while they are on their way.
        #expect(tally.take(one, at: 1101) == 0)
        #expect(tally.take(one, at: 1101) > 0)
        tally.failed(parts[1])
        tally.received([(parts[0][0], WindowCount(periodNo: 11, current: 0, previous: 6))])
        #expect(tally.toSend() == [[SharedTally.Unsent(key: one, periodNo: 11, amount: 4)]])
        #expect(tally.take(one, at: 1101) > 0)
    }

    @Test func `a node that is cut off for long forgets as time goes by`() {
        let tally = SharedTally(RateRule("5/100s")!)
        let one = TallyKey.address(NetworkAddress("203.0.113.7")!)
        for period in 0..<20 {
            for _ in 0..<5 { #expect(tally.take(one, at: Double(period) * 200) == 0) }
            #expect(tally.take(one, at: Double(period) * 200) > 0)
            let unsent = tally.toSend()
            #expect(unsent.count == 1)
            tally.failed(unsent.joined())
        }
    }

    @Test func `after an exchange a node knows what the others admitted`() async throws {
        try await withDatabase(.schema) { pool in
            let a = try RateLimiter.test(pool, [.search: "10/1h"])
            let b = try RateLimiter.test(pool, [.search: "10/1h"])
            #expect(try await a.admitted(.search, address, of: 6) == 6)
            #expect(try await b.admitted(.search, address, of: 3) == 3)
            try await a.exchangeCounts()
            try await b.exchangeCounts()
            #expect(try await b.admitted(.search, address, of: 5) == 1)
            try await b.exchangeCounts()
            #expect(try await b.admitted(.search, address, of: 5) == 0)
            // A node that hears of the address for the first time knows it one exchange later.
            let c = try RateLimiter.test(pool, [.search: "10/1h"])
            #expect(try await c.admitted(.search, address, of: 1) == 1)
            try await c.exchangeCounts()
            #expect(try await c.admitted(.search, address, of: 5) == 0)
            #expect(
                try await pool.query("SELECT sum(current + previous)::bigint FROM rate_counts")[0].decode(Int64.self)
                    == 11)
        }
    }

    @Test func `running nodes agree within a second or two`() async throws {
        try await withDatabase(.schema) { pool in
            let a = try RateLimiter.test(pool, [.search: "10/1h"])
            let b = try RateLimiter.test(pool, [.search: "10/1h"])
            try await withThrowingTaskGroup { group in
                group.addTask { await a.run() }
                group.addTask { await b.run() }
                #expect(try await a.admitted(.search, address, of: 10) == 10)
                #expect(try await b.admitted(.search, address, of: 1) == 1)
                let deadline = ContinuousClock.now + .seconds(10)
                while try await b.refusal(.search, address) == nil, ContinuousClock.now < deadline {
                    try await Task.sleep(for: .milliseconds(300))
                }
                #expect(try await b.refusal(.search, address) != nil)
                group.cancelAll()
            }
        }
    }

    @Test func `what couldn't be sent is sent later, and counts meanwhile`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.search: "10/1h"])
            #expect(try await limiter.admitted(.search, address, of: 4) == 4)
            try await pool.asOwner("ALTER TABLE rate_counts RENAME TO away")
            await #expect(throws: PostgresError.self) { try await limiter.exchangeCounts() }
            #expect(try await limiter.admitted(.search, address, of: 4) == 4)
            try await pool.asOwner("ALTER TABLE away RENAME TO rate_counts")
            try await limiter.exchangeCounts()
            #expect(try await pool.query("SELECT current FROM rate_counts")[0].decode(Int64.self) == 8)
            #expect(try await limiter.admitted(.search, address, of: 9) == 2)
        }
    }

    @Test func `a node that stops sends what it has left`() async throws {
        try await withDatabase(.schema) { pool in
            let limiter = try RateLimiter.test(pool, [.search: "10/1h"])
            let running = Task { await limiter.run() }
            #expect(try await limiter.admitted(.search, address, of: 4) == 4)
            running.cancel()
            await running.value
            #expect(try await pool.query("SELECT current + previous FROM rate_counts")[0].decode(Int64.self) == 4)
        }
    }

    @Test func `memory is bounded, and the quiet are forgotten`() {
        let tally = SharedTally(RateRule("4/100s")!, capacity: 100)
        for number in 0..<1000 { #expect(tally.take(.address(NetworkAddress(v4: UInt32(number))), at: 1000) == 0) }
        #expect(tally.count == 100)
        for one in [1, 1, 1] { _ = tally.take(.address(NetworkAddress(v4: UInt32(one))), at: 1000) }
        let sent = tally.toSend().flatMap { $0 }
        #expect(sent.count == 100)
        tally.received(sent.map { ($0, WindowCount(periodNo: $0.periodNo, current: $0.amount, previous: 0)) })
        tally.forgetTheQuiet(at: 1001)
        #expect(tally.count == 1, "the one that is at its limit")
        tally.forgetTheQuiet(at: 1300)
        #expect(tally.count == 0)
    }

    @Test func `counts of a period that is over join the right one`() async throws {
        try await withDatabase(.schema) { pool in
            try await expect([100, 3, 0], after: 3, in: 100, on: pool)
            try await expect([100, 5, 0], after: 2, in: 100, on: pool)
            try await expect([101, 1, 5], after: 1, in: 101, on: pool)
            // A node whose clock is behind.
            try await expect([101, 1, 9], after: 4, in: 100, on: pool)
            try await expect([101, 1, 9], after: 4, in: 90, on: pool)
            try await expect([105, 1, 0], after: 1, in: 105, on: pool)
        }
    }

    /// - Parameter expected: The period, what is counted in it, and in the one before.
    private func expect(
        _ expected: [Int64], after amount: Int64, in period: Int64, on pool: PostgresPool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let key = [UInt8](repeating: 1, count: 16)
        let rows = try await pool.withConnection { connection in
            try await connection.query(
                "SELECT period_no, current, previous FROM rate_add(\([key]), \([amount]), \(period), 60)")
        }
        let (periodNo, current, previous) = try rows[0].decode(Int64.self, Int64.self, Int64.self)
        #expect([periodNo, current, previous] == expected, sourceLocation: sourceLocation)
    }
}
