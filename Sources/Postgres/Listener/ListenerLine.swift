import Glibc
import Synchronization

/// What a listener and its thread say to each other.
final class ListenerLine: Sendable {
    let threads = Latch()
    let stop = StopSignal()
    /// A pipe whose other end wakes the thread out of its wait for the server.
    let wakeDescriptor: Int32
    private let wakeWriter: Int32
    private let heartbeatRequested = Atomic(false)
    /// Nanoseconds after `origin`; -1 for none yet.
    private let confirmed = Atomic<Int64>(-1)
    private let origin = ContinuousClock.now

    init() throws(PostgresError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw PostgresError(.connectionUnavailable, "no pipe could be made (error \(errno))")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (wakeDescriptor, wakeWriter) = (ends[0], ends[1])
    }

    deinit {
        Glibc.close(wakeDescriptor)
        Glibc.close(wakeWriter)
    }

    var lastConfirmed: ContinuousClock.Instant? {
        let nanoseconds = confirmed.load(ordering: .acquiring)
        return nanoseconds < 0 ? nil : origin + .nanoseconds(nanoseconds)
    }

    func confirm(_ instant: ContinuousClock.Instant) {
        confirmed.store(Int64((instant - origin) / .nanoseconds(1)), ordering: .releasing)
    }

    func requestHeartbeat() {
        heartbeatRequested.store(true, ordering: .relaxed)
        wake()
    }

    func takeHeartbeatRequest() -> Bool {
        heartbeatRequested.exchange(false, ordering: .relaxed)
    }

    func close() {
        stop.raise()
        wake()
    }

    /// A full pipe wakes as well as one more byte would.
    private func wake() {
        var byte: UInt8 = 0
        _ = write(wakeWriter, &byte, 1)
    }

    func drainWakes() {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
            while read(wakeDescriptor, buffer.baseAddress, buffer.count) > 0 {}
        }
    }
}
