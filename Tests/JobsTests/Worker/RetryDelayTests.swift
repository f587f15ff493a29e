import Testing

@testable import Jobs

struct RetryDelayTests {
    @Test func `the limit doubles up to an hour, and any attempt's is finite`() {
        let limits = (1...4).map { RetryDelay.limit(afterAttempt: $0) }
        #expect(limits == [.seconds(5), .seconds(10), .seconds(20), .seconds(40)])
        #expect(RetryDelay.limit(afterAttempt: 11) == .hours(1))
        #expect(RetryDelay.limit(afterAttempt: .max) == .hours(1))
    }

    @Test func `delays are spread over the whole of it`() {
        var generator = SystemRandomNumberGenerator()
        let delays = (0..<2000).map { _ in RetryDelay.random(afterAttempt: 3, using: &generator) / .seconds(20) }
        #expect(delays.allSatisfy { (0...1).contains($0) })
        // Of 2000 even ones each tenth gets 200; fewer than 120 would be six standard deviations off.
        for tenth in 0..<10 { #expect(delays.count { Int(min($0 * 10, 9)) == tenth } > 120) }
    }
}
