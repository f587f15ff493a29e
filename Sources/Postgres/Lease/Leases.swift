import Synchronization

/// The pool's leased connections and the line of those who wait for one.
final class Leases: Sendable {
    private typealias Waiter = CheckedContinuation<ConnectionThread, any Error>

    private struct State {
        var book: LeaseBook<ConnectionThread, Waiter>
        var lastID = 0
        var isSweeping = false
    }

    private let state: Mutex<State>
    private let configuration: PostgresConfiguration.Leases
    private let settings: SessionSettings
    private let stop = StopSignal()
    private let threads = Latch()

    init(_ configuration: PostgresConfiguration.Leases, settings: SessionSettings) {
        self.configuration = configuration
        self.settings = settings
        state = Mutex(State(book: LeaseBook(limit: configuration.limit, queueLimit: configuration.queueLimit)))
    }

    func acquire() async throws -> ConnectionThread {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { enter($0, id: id) }
        } onCancel: {
            withdrawCancelled(id)
        }
    }

    private func enter(_ waiter: Waiter, id: Int) {
        let deadline = ContinuousClock.now + configuration.waitTimeout
        switch state.withLock({ $0.book.request(waiter, id: id, deadline: deadline) }) {
        case .reuse(let connection): waiter.resume(returning: connection)
        case .open: waiter.resume(with: Result { try open() })
        case .full: waiter.resume(throwing: PostgresError(.queueFull, "too many callers wait for a connection"))
        case .closed: waiter.resume(throwing: PostgresError(.closed, "the pool is closed"))
        case .wait:
            // The cancellation may have come before there was anybody to withdraw.
            if Task.isCancelled { withdrawCancelled(id) }
            sweep()
        }
    }

    private func open() throws -> ConnectionThread {
        do {
            return try ConnectionThread(
                name: "pg-lease", settings: settings, notify: configuration.notificationHandler, stop: stop,
                threads: threads)
        } catch {
            state.withLock { $0.book.forgetOne() }
            throw error
        }
    }

    func release(_ connection: ConnectionThread) {
        let (next, isClosed) = state.withLock { ($0.book.giveBack(connection), $0.book.isClosed) }
        if let next {
            next.resume(returning: connection)
        } else if isClosed {
            connection.close()
        }
    }

    private func withdrawCancelled(_ id: Int) {
        state.withLock { $0.book.withdraw(id) }?.resume(throwing: CancellationError())
    }

    /// One task turns away those who waited too long, as long as anybody waits.
    private func sweep() {
        let isFirst = state.withLock { state in
            defer { state.isSweeping = true }
            return !state.isSweeping
        }
        guard isFirst else { return }
        Task { [weak self] in
            while let deadline = self?.nextDeadline() {
                try await Task.sleep(until: deadline, clock: .continuous)
                self?.turnAwayExpired()
            }
        }
    }

    private func nextDeadline() -> ContinuousClock.Instant? {
        state.withLock { state in
            let deadline = state.book.nextDeadline
            state.isSweeping = deadline != nil
            return deadline
        }
    }

    private func turnAwayExpired() {
        for waiter in state.withLock({ $0.book.withdrawExpired(at: .now) }) {
            let reason = "no connection became free within \(configuration.waitTimeout)"
            waiter.resume(throwing: PostgresError(.leaseTimedOut, reason))
        }
    }

    var snapshot: (leased: Int, waiting: Int) {
        state.withLock { ($0.book.leased, $0.book.waitingCount) }
    }

    /// Accepts no more; leases that run may end.
    func close() {
        let (idle, waiting) = state.withLock { $0.book.close() }
        for connection in idle { connection.close() }
        for waiter in waiting { waiter.resume(throwing: PostgresError(.closed, "the pool was closed")) }
    }

    /// Ends waiting for the server.
    func abandon() {
        stop.raise()
    }

    func ended() async {
        await threads.wait()
    }
}
