/// Leaves a gateway that is down alone for a while, so that callers don't each wait for a time-out and it can recover.
/// Then lets a single caller try: with success all may ask again, otherwise the wait begins anew.
package actor CircuitBreaker {
    package struct Limits: Sendable {
        /// Failures without a success between them, before nobody asks.
        package var failures = 5
        package var wait = Duration.seconds(10)

        package init() {}
    }

    /// To be handed back by `end`, however the call ended.
    struct Permission: Sendable {
        fileprivate let generation: Int
    }

    enum Outcome: Sendable {
        case answered, unavailable
        /// Nothing was learned: the caller went away.
        case abandoned
    }

    private enum State {
        case closed(failures: Int)
        case open(until: ContinuousClock.Instant)
        case probing
    }

    private let limits: Limits
    private let now: @Sendable () -> ContinuousClock.Instant
    private var state = State.closed(failures: 0)
    /// Grows with each change between open and closed: calls that began before it say nothing any more.
    private var generation = 0

    init(_ limits: Limits, now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }) {
        self.limits = limits
        self.now = now
    }

    /// - Returns: Nil when the gateway is to be left alone.
    func begin() -> Permission? {
        switch state {
        case .closed: break
        case .open(let until) where now() >= until: change(to: .probing)
        case .open, .probing: return nil
        }
        return Permission(generation: generation)
    }

    func end(_ permission: Permission, _ outcome: Outcome) {
        guard permission.generation == generation else { return }
        switch (state, outcome) {
        case (.closed, .answered): state = .closed(failures: 0)
        case (.closed(let failures), .unavailable) where failures + 1 < limits.failures:
            state = .closed(failures: failures + 1)
        case (.closed, .unavailable), (.probing, .unavailable): change(to: .open(until: now() + limits.wait))
        case (.probing, .answered): change(to: .closed(failures: 0))
        case (.probing, .abandoned): change(to: .open(until: now()))
        case (.closed, .abandoned), (.open, _): break
        }
    }

    private func change(to new: State) {
        state = new
        generation += 1
    }
}
