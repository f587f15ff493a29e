import Foundation
import Glibc
import Synchronization

/// Runs what computes for long on threads of its own, so that it doesn't hold up the cooperative pool: few at a time,
/// yielding to every other thread, first come first served.
final class SolverThreads: Sendable {
    private struct Waiting {
        let id: UInt64
        let asker: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var free: Int
        var waiting: [Waiting] = []
        var lastID: UInt64 = 0
    }

    private let state: Mutex<State>
    private let queueLimit: Int

    /// - Parameters:
    ///   - count: How many run at a time.
    ///   - queueLimit: How many may wait besides.
    init(count: Int, queueLimit: Int) {
        state = Mutex(State(free: count))
        self.queueLimit = queueLimit
    }

    /// Runs `body`, which should look now and then whether it is cancelled.
    ///
    /// - Throws: `SitingError.busy` when too many wait, `CancellationError`, or what `body` throws.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Result
    ) async throws -> Result {
        try await enter()
        defer { leave() }
        let flag = Flag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let thread = Thread {
                    // On Linux this is the thread's own niceness (process 0 is the caller); if refused, nothing is lost.
                    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
                    continuation.resume(with: Swift.Result { try body { flag.isRaised } })
                }
                thread.name = "istri-siting"
                thread.start()
            }
        } onCancel: {
            flag.raise()
        }
    }

    private func enter() async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { asker in
                let outcome = state.withLock { admit(Waiting(id: id, asker: asker), &$0) }
                if let outcome { asker.resume(with: outcome) }
            }
        } onCancel: {
            remove(id)?.asker.resume(throwing: CancellationError())
        }
    }

    /// Nil: it waits.
    private func admit(_ waiting: Waiting, _ state: inout State) -> Result<Void, any Error>? {
        // Whoever was cancelled before this line wasn't found by `remove`.
        if Task.isCancelled { return .failure(CancellationError()) }
        if state.free > 0 {
            state.free -= 1
            return .success(())
        }
        guard state.waiting.count < queueLimit else { return .failure(SitingError.busy) }
        state.waiting.append(waiting)
        return nil
    }

    private func remove(_ id: UInt64) -> Waiting? {
        state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
        }
    }

    /// The next one gets the place.
    private func leave() {
        let next = state.withLock { state -> Waiting? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.asker.resume()
    }

    private final class Flag: Sendable {
        private let raised = Atomic(false)
        var isRaised: Bool { raised.load(ordering: .acquiring) }
        func raise() { raised.store(true, ordering: .releasing) }
    }
}
