import Synchronization

/// A read-only query and the caller who waits for its rows. Whoever comes first ends the wait: the reader with an
/// answer, or the caller by being cancelled; what comes second is thrown away.
final class ReadRequest: Sendable {
    // Unsafe only in that the compiler does not count the resumptions; `Wait` does, at half the cost.
    typealias Continuation = UnsafeContinuation<PostgresRows, any Error>

    private enum Wait {
        case notBegun
        case waiting(Continuation)
        case ended
    }

    let query: Query
    /// When the caller is told that there is no answer.
    let deadline: ContinuousClock.Instant
    private let wait = Mutex(Wait.notBegun)
    private let losses = Atomic(0)

    init(_ query: Query, deadline: ContinuousClock.Instant) {
        self.query = query
        self.deadline = deadline
    }

    var hasEnded: Bool {
        wait.withLock { if case .ended = $0 { true } else { false } }
    }

    /// `false` if the caller was cancelled before; the continuation is then resumed already.
    func begin(_ continuation: Continuation) -> Bool {
        let isFirst = wait.withLock { wait in
            guard case .notBegun = wait else { return false }
            wait = .waiting(continuation)
            return true
        }
        if !isFirst { continuation.resume(throwing: CancellationError()) }
        return isFirst
    }

    func succeed(_ rows: PostgresRows) {
        end()?.resume(returning: rows)
    }

    func fail(_ error: any Error) {
        end()?.resume(throwing: error)
    }

    /// Counts a connection lost with this request on it. `true` if it may be tried again.
    func surviveLoss() -> Bool {
        losses.add(1, ordering: .relaxed).newValue == 1
    }

    private func end() -> Continuation? {
        wait.withLock { wait in
            defer { wait = .ended }
            guard case .waiting(let continuation) = wait else { return nil }
            return continuation
        }
    }
}
