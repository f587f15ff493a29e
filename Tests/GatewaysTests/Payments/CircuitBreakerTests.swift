import Synchronization
import Testing

@testable import Gateways

struct CircuitBreakerTests {
    /// Time that passes when the test says so.
    private final class Time: Sendable {
        private let instant = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { instant.withLock { $0 } }

        func pass(_ duration: Duration) { instant.withLock { $0 += duration } }
    }

    private let time = Time()

    private func breaker() -> CircuitBreaker {
        var limits = CircuitBreaker.Limits()
        limits.failures = 3
        limits.wait = .seconds(10)
        return CircuitBreaker(limits, now: { [time] in time.now })
    }

    private func call(_ breaker: CircuitBreaker, _ outcome: CircuitBreaker.Outcome) async -> Bool {
        guard let permission = await breaker.begin() else { return false }
        await breaker.end(permission, outcome)
        return true
    }

    private func opened() async -> CircuitBreaker {
        let breaker = breaker()
        for _ in 0..<3 { _ = await call(breaker, .unavailable) }
        return breaker
    }

    @Test func `failures in a row open it, others don't`() async {
        let breaker = breaker()
        for _ in 0..<10 {
            #expect(await call(breaker, .unavailable))
            #expect(await call(breaker, .unavailable))
            #expect(await call(breaker, .answered))
        }
        for _ in 0..<3 { #expect(await call(breaker, .unavailable)) }
        #expect(await breaker.begin() == nil)
    }

    @Test func `after the wait one alone may try, and its success lets all in`() async {
        let breaker = await opened()
        time.pass(.seconds(9))
        #expect(await breaker.begin() == nil)
        time.pass(.seconds(1))
        let probe = await breaker.begin()
        #expect(probe != nil)
        #expect(await breaker.begin() == nil)
        if let probe { await breaker.end(probe, .answered) }
        #expect(await call(breaker, .answered))
        #expect(await call(breaker, .unavailable))
        #expect(await call(breaker, .answered))
    }

    @Test func `a try that fails begins the wait anew, one that is given up doesn't`() async {
        let breaker = await opened()
        time.pass(.seconds(10))
        #expect(await call(breaker, .unavailable))
        #expect(await breaker.begin() == nil)
        time.pass(.seconds(10))
        #expect(await call(breaker, .abandoned))
        #expect(await call(breaker, .answered))
        #expect(await call(breaker, .answered))
    }

    @Test func `a call from before it opened decides nothing`() async {
        let breaker = breaker()
        let old = await breaker.begin()
        for _ in 0..<3 { _ = await call(breaker, .unavailable) }
        if let old { await breaker.end(old, .answered) }
        #expect(await breaker.begin() == nil)
    }
}
