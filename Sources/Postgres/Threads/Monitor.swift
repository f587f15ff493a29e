import Glibc

/// State that several threads share, with a way to sleep until it changes.
///
/// `@unchecked Sendable`: `state` is only reached with the mutex held. Swift's own `Mutex` has no condition to wait on.
final class Monitor<State>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    func withLock<Result, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Wakes one sleeping thread.
    func signal() {
        pthread_cond_signal(changed)
    }

    /// Wakes every sleeping thread.
    func broadcast() {
        pthread_cond_broadcast(changed)
    }

    /// Blocks this thread, never one of Swift's pool, until `ready` has an answer; looks again whenever it is woken.
    /// `nil` when `timeout` has passed first.
    func wait<Result>(timeout: Duration? = nil, until ready: (inout State) -> Result?) -> Result? {
        var deadline = timeout.map { timespec(monotonicAfter: $0) }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = ready(&state) { return result }
            if deadline == nil {
                pthread_cond_wait(changed, mutex)
            } else if pthread_cond_timedwait(changed, mutex, &deadline!) == ETIMEDOUT {
                return ready(&state)
            }
        }
    }
}

extension timespec {
    fileprivate init(monotonicAfter duration: Duration) {
        self.init()
        clock_gettime(CLOCK_MONOTONIC, &self)
        let (seconds, attoseconds) = duration.components
        let nanoseconds = tv_nsec + Int(attoseconds / 1_000_000_000)
        tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        tv_nsec = nanoseconds % 1_000_000_000
    }
}
