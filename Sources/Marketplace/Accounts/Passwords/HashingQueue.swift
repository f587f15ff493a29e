import Dispatch
import Synchronization

/// What waits to be hashed: so many at most, none longer than a while, first come first served.
final class HashingQueue: Sendable {
    struct Task {
        let id: UInt64
        let phrase: String
        let setting: String
        /// Hashed too, and what comes of it thrown away: for the time it takes.
        let decoys: [String]
        /// For whom; nil for our own work.
        let source: HashingSource?
        let giveUpAt: ContinuousClock.Instant
        let asker: CheckedContinuation<String, any Error>
    }

    private struct State {
        var waiting: [Task] = []
        var lastID: UInt64 = 0
        var isClosed = false
        /// Of late, by a moving average.
        var seconds = 0.25
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)
    private let limit: Int
    /// Most that may wait of one source.
    private let share: Int
    private let threads: Int
    private let patience: Duration

    /// - Parameters:
    ///   - limit: Most that may wait.
    ///   - threads: How many will take from it.
    init(limit: Int, threads: Int, patience: Duration) {
        self.limit = limit
        share = max(1, limit / 4)
        self.threads = threads
        self.patience = patience
    }

    var count: Int { state.withLock { $0.waiting.count } }

    /// - Parameter source: For whom: one source has a quarter of the places, so that it leaves some to the others.
    /// - Throws: `AccountError.busy` when too many wait or it took too long, `CancellationError` when the asker no
    ///   longer wants to know.
    func hash(
        _ phrase: String, setting: String, decoys: [String] = [], for source: HashingSource?
    ) async throws -> String {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { asker in
                let giveUpAt = ContinuousClock.now + patience
                add(
                    Task(
                        id: id, phrase: phrase, setting: setting, decoys: decoys, source: source, giveUpAt: giveUpAt,
                        asker: asker))
            }
        } onCancel: {
            remove(id)?.asker.resume(throwing: CancellationError())
        }
    }

    private func add(_ task: Task) {
        let refusal: (any Error)? = state.withLock { state in
            // Whoever was cancelled before this line wasn't found by `remove`.
            if _Concurrency.Task.isCancelled { return CancellationError() }
            if state.isClosed || state.waiting.count >= limit || !hasPlace(for: task.source, state) {
                return busy(state)
            }
            state.waiting.append(task)
            return nil
        }
        if let refusal { task.asker.resume(throwing: refusal) } else { arrivals.signal() }
    }

    private func hasPlace(for source: HashingSource?, _ state: State) -> Bool {
        guard let source else { return true }
        return state.waiting.count { $0.source == source } < share
    }

    private func remove(_ id: UInt64) -> Task? {
        state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
        }
    }

    private func busy(_ state: State) -> AccountError {
        let wait = state.seconds * Double(state.waiting.count + 1) / Double(threads)
        return .busy(retryAfterSeconds: min(60, max(1, Int(wait.rounded(.up)))))
    }

    /// Blocks the thread until there is something to do; nil when there never will be.
    func next() -> Task? {
        while true {
            arrivals.wait()
            let (task, refusal, isOver) = state.withLock { state -> (Task?, AccountError?, Bool) in
                guard !state.waiting.isEmpty else { return (nil, nil, state.isClosed) }
                let task = state.waiting.removeFirst()
                return (task, task.giveUpAt < .now ? busy(state) : nil, false)
            }
            if isOver { return nil }
            guard let task else { continue }
            guard let refusal else { return task }
            task.asker.resume(throwing: refusal)
        }
    }

    func took(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        state.withLock { $0.seconds = 0.8 * $0.seconds + 0.2 * (Double(seconds) + Double(attoseconds) * 1e-18) }
    }

    /// The threads leave once nothing waits.
    func close() {
        state.withLock { $0.isClosed = true }
        for _ in 0..<threads { arrivals.signal() }
    }
}
