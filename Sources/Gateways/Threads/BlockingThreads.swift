import Dispatch
import Foundation
import Synchronization

/// A few threads of their own for calls that block, so that these never hold up Swift's cooperative pool. Each thread
/// has a resource that it alone uses (a connection, say) and keeps while there is work; a thread without work for
/// `idle` gives it back and ends.
final class BlockingThreads<Resource>: Sendable {
    private let queue: CallQueue
    private let name: String
    private let idle: Duration
    private let open: @Sendable () -> Resource

    /// - Parameters:
    ///   - count: Calls that may run at one time.
    ///   - queueLimit: Calls that may wait besides; one more is refused at once.
    ///   - open: Makes a thread's resource, on that thread.
    init(
        name: String, count: Int, queueLimit: Int, idle: Duration = .seconds(30),
        open: @escaping @Sendable () -> Resource
    ) {
        queue = CallQueue(threadLimit: count, queueLimit: queueLimit)
        self.name = name
        self.idle = idle
        self.open = open
    }

    deinit { queue.close() }

    /// Runs `body` on one of the threads. It should look at the flag when it can, and end early once it is raised.
    ///
    /// - Throws: `DeliveryFailure.temporary` when too many calls wait, `CancellationError`, or what `body` throws.
    func run<Result: Sendable>(
        _ body: @escaping @Sendable (Resource, CancelFlag) throws -> Result
    ) async throws -> Result {
        let flag = CancelFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let call = Call<Resource>(flag: flag) { resource in
                    continuation.resume(with: Swift.Result { try body(resource, flag) })
                } refuse: { error in
                    continuation.resume(throwing: error)
                }
                submit(call)
            }
        } onCancel: {
            flag.raise()
            queue.removeCancelled()
        }
    }

    private func submit(_ call: Call<Resource>) {
        guard queue.add(call) else { return }
        let thread = Thread { [queue, idle, open] in
            Self.work(queue, idle, open)
        }
        thread.name = name
        thread.start()
    }

    private static func work(_ queue: CallQueue, _ idle: Duration, _ open: () -> Resource) {
        guard var call = queue.next(waiting: idle) as? Call<Resource> else { return }
        let resource = open()
        while true {
            call.start(resource)
            queue.finished()
            guard let next = queue.next(waiting: idle) as? Call<Resource> else { return }
            call = next
        }
    }
}

/// One call, on its way to a thread: exactly one of the closures is called, once.
private struct Call<Resource>: WaitingCall {
    let flag: CancelFlag
    let start: @Sendable (Resource) -> Void
    let refuse: @Sendable (any Error) -> Void
}
