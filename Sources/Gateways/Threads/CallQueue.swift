import Dispatch
import Foundation
import Synchronization

/// A call as the queue sees it.
protocol WaitingCall: Sendable {
    var flag: CancelFlag { get }
    var refuse: @Sendable (any Error) -> Void { get }
}

/// The calls that wait for a thread, and the count of the threads.
final class CallQueue: Sendable {
    private struct State {
        var waiting: [any WaitingCall] = []
        var threads = 0
        var busy = 0
        var isClosed = false
    }

    private enum Verdict { case taken, takenWithThread, full, cancelled }

    private let state = Mutex(State())
    /// Raised once for each call that is added. A thread that finds nothing waits again: its call was cancelled.
    private let added = DispatchSemaphore(value: 0)
    private let threadLimit: Int
    private let queueLimit: Int

    init(threadLimit: Int, queueLimit: Int) {
        self.threadLimit = threadLimit
        self.queueLimit = queueLimit
    }

    /// Takes the call in, or refuses it.
    ///
    /// - Returns: Whether a new thread is to be started for it.
    func add(_ call: some WaitingCall) -> Bool {
        let verdict = state.withLock { state -> Verdict in
            if call.flag.isRaised || state.isClosed { return .cancelled }
            let free = threadLimit - state.busy
            guard state.waiting.count < queueLimit + free else { return .full }
            state.waiting.append(call)
            guard state.threads < threadLimit, state.waiting.count > state.threads - state.busy else { return .taken }
            state.threads += 1
            return .takenWithThread
        }
        switch verdict {
        case .full: call.refuse(DeliveryFailure.temporary("too many messages wait to be sent"))
        case .cancelled: call.refuse(CancellationError())
        case .taken, .takenWithThread: added.signal()
        }
        return verdict == .takenWithThread
    }

    /// The next call, for a thread that has none; blocks. Nil: the thread is to end.
    func next(waiting idle: Duration) -> (any WaitingCall)? {
        while true {
            let timedOut = added.wait(timeout: .now() + .milliseconds(idle.milliseconds)) == .timedOut
            let (call, ends) = state.withLock { state -> ((any WaitingCall)?, Bool) in
                if !state.waiting.isEmpty {
                    state.busy += 1
                    return (state.waiting.removeFirst(), false)
                }
                let ends = timedOut || state.isClosed
                if ends { state.threads -= 1 }
                return (nil, ends)
            }
            if let call { return call }
            if ends { return nil }
        }
    }

    /// The thread's call is done.
    func finished() {
        state.withLock { $0.busy -= 1 }
    }

    /// Refuses the waiting calls whose flag is raised.
    func removeCancelled() {
        let cancelled = state.withLock { state in
            defer { state.waiting.removeAll { $0.flag.isRaised } }
            return state.waiting.filter { $0.flag.isRaised }
        }
        for call in cancelled { call.refuse(CancellationError()) }
    }

    /// Nobody will add calls any more: the threads end.
    func close() {
        let (waiting, threads) = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return (state.waiting, state.threads)
        }
        for call in waiting { call.refuse(CancellationError()) }
        for _ in 0..<threads { added.signal() }
    }
}

extension Duration {
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
