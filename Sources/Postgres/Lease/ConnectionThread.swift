import DequeModule
import Synchronization

/// A leased connection and the thread that makes its blocking calls, one after the other.
///
/// The connection is made, or made again, when a lease begins; once it has been used in a lease, its loss is an
/// error, for nobody knows what was done.
final class ConnectionThread: Sendable {
    private typealias Job = @Sendable (inout SessionHolder) -> Void

    private struct Inbox {
        var jobs: Deque<Job> = []
        var isClosed = false
    }

    private let inbox = Monitor(Inbox())
    private let inTransaction = Atomic(false)

    /// As the last call left it.
    var isInTransaction: Bool { inTransaction.load(ordering: .acquiring) }

    init(
        name: String, settings: SessionSettings, notify: (@Sendable (PostgresNotification) -> Void)?,
        stop: StopSignal, threads: Latch
    ) throws(PostgresError) {
        let inbox = inbox
        threads.enter()
        do throws(PostgresError) {
            try WorkerThread.start(name: name) {
                var holder = SessionHolder(settings: settings, stop: stop, notify: notify)
                while let job = Self.nextJob(inbox, &holder) { job(&holder) }
                threads.leave()
            }
        } catch {
            threads.leave()
            throw error
        }
    }

    /// A connection that listens is read now and then, lest the server's messages pile up.
    private static func nextJob(_ inbox: Monitor<Inbox>, _ holder: inout SessionHolder) -> Job? {
        while true {
            let job = inbox.wait(timeout: holder.listens ? .seconds(5) : nil) { inbox -> Job?? in
                if let job = inbox.jobs.popFirst() { return .some(job) }
                return inbox.isClosed ? .some(nil) : nil
            }
            if let job { return job }
            holder.drain()
        }
    }

    /// Runs `body` on the thread. When the task is cancelled, the server is asked to break the statement off, and the
    /// call throws `CancellationError` once it has. Without `isCancellable` it runs to its end.
    func perform<Output: Sendable>(
        beginsLease: Bool, isCancellable: Bool,
        _ body: @escaping @Sendable (Session) throws(PostgresError) -> Output
    ) async throws -> Output {
        let call = LeaseCall()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Output, any Error>) in
                post { [self] holder in
                    let result = holder.run(call, beginsLease: beginsLease, body)
                    inTransaction.store(holder.isInTransaction, ordering: .releasing)
                    continuation.resume(with: result)
                }
            }
        } onCancel: {
            if isCancellable { call.cancel() }
        }
    }

    private func post(_ job: @escaping Job) {
        inbox.withLock { $0.jobs.append(job) }
        inbox.signal()
    }

    /// The thread ends after the jobs it has.
    func close() {
        inbox.withLock { $0.isClosed = true }
        inbox.signal()
    }
}
