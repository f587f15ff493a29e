import Postgres
import TestSupport
import Testing

@testable import Marketplace

struct WindowCountTests {
    private let rule = RateRule("10/100s")!

    @Test func `the period before fades as the present one goes on`() {
        let count = WindowCount(periodNo: 7, current: 4, previous: 10)
        // 4 + 10 × (1 − share) + 1 ≤ 10 from share 0.5 on.
        #expect(count.wait_s(share: 0.25, rule) == 25)
        #expect(count.wait_s(share: 0.5, rule) == 0)
        #expect(count.wait_s(share: 0.75, rule) == 0)
    }

    @Test func `a full period has to become the one before, and to fade`() {
        let count = WindowCount(periodNo: 7, current: 10, previous: 0)
        // In the next period 10 × (1 − share) + 1 ≤ 10 from share 0.1 on.
        #expect(abs(count.wait_s(share: 0.75, rule) - 35) < 1e-9)
        #expect(count.moved(to: 8) == WindowCount(periodNo: 8, current: 0, previous: 10))
        #expect(count.moved(to: 9) == WindowCount(periodNo: 9, current: 0, previous: 0))
        #expect(count.moved(to: 6) == count)
    }

    @Test func `after the wait one more fits, and a moment before it doesn't`() {
        for (current, previous, allowed) in [(9, 9, 10), (1, 30, 10), (25, 25, 3), (1, 0, 1), (0, 7, 1)] {
            let rule = RateRule(allowed, per: .seconds(100))
            for share in stride(from: 0.0, to: 1, by: 0.125) {
                let count = WindowCount(periodNo: 0, current: Int64(current), previous: Int64(previous))
                let wait_s = count.wait_s(share: share, rule)
                guard wait_s > 0 else { continue }
                #expect(!fits(count, at: share * 100 + wait_s - 0.01, rule))
                #expect(fits(count, at: share * 100 + wait_s + 0.01, rule))
            }
        }
    }

    @Test func `the database does the same arithmetic`() async throws {
        try await withDatabase(.schema) { pool in
            var generator = SplitMix64(state: 1)
            for _ in 0..<300 {
                let rule = RateRule(Int.random(in: 1...20, using: &generator), per: .seconds(60))
                let count = WindowCount(
                    periodNo: 0, current: .random(in: 0...25, using: &generator),
                    previous: .random(in: 0...25, using: &generator))
                let share = Double.random(in: 0..<1, using: &generator)
                let theirs = try await pool.query(
                    "SELECT rate_wait(\(count.current), \(count.previous), \(share), \(rule.count), \(rule.period_s))")[
                        0
                    ]
                    .decode(Double.self)
                #expect(abs(theirs - count.wait_s(share: share, rule)) < 1e-9)
            }
        }
    }

    private func fits(_ count: WindowCount, at time: Double, _ rule: RateRule) -> Bool {
        let periods = time / Double(rule.period_s)
        return count.moved(to: Int64(periods)).wait_s(share: periods - periods.rounded(.down), rule) == 0
    }
}
