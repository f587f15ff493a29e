import Synchronization

/// Attempts that wait for others of the same account and address to be looked at.
final class SignInQueue: Sendable {
    /// How long one attempt has waited so far.
    struct Patience {
        var pause: Duration = .milliseconds(40)
        var waited: Duration = .zero
    }

    private static let longest: Duration = .seconds(10)
    /// Each asks the database again and again, so there may not be many.
    private static let places = 64
    private let waiting = Mutex(0)

    /// Waits a moment, longer each time.
    ///
    /// - Throws: `RateLimited` when it has lasted too long or too many wait already, `CancellationError`.
    func wait(_ patience: inout Patience) async throws {
        guard patience.waited < Self.longest, enter() else { throw RateLimited(.login, retryAfterSeconds: 1) }
        defer { waiting.withLock { $0 -= 1 } }
        // Not all at the same moment.
        let pause = patience.pause * Double.random(in: 0.5...1.5)
        try await Task.sleep(for: pause)
        patience.waited += pause
        patience.pause = min(patience.pause * 2, .milliseconds(400))
    }

    private func enter() -> Bool {
        waiting.withLock { waiting in
            guard waiting < Self.places else { return false }
            waiting += 1
            return true
        }
    }
}
