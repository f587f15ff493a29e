import Foundation
import Glibc
import Synchronization

/// The threads that hash: few, so that they leave processors to the rest, and yielding to every other thread. They
/// start with the first hash, since many a process never needs one.
final class HashingThreads: Sendable {
    private let count: Int
    private let hasStarted = Atomic(false)
    private let queue: HashingQueue

    init(count: Int, queueLimit: Int, patience: Duration) {
        self.count = count
        queue = HashingQueue(limit: queueLimit, threads: count, patience: patience)
    }

    /// How many wait.
    var waiting: Int { queue.count }

    /// - Throws: As `HashingQueue.hash`.
    func hash(
        _ phrase: String, setting: String, decoys: [String] = [], for source: HashingSource?
    ) async throws -> String {
        if !hasStarted.exchange(true, ordering: .relaxed) { start() }
        return try await queue.hash(phrase, setting: setting, decoys: decoys, for: source)
    }

    private func start() {
        for _ in 0..<count {
            let queue = queue
            let thread = Thread { Self.work(off: queue) }
            thread.name = "istri-bcrypt"
            thread.start()
        }
    }

    deinit { queue.close() }

    private static func work(off queue: HashingQueue) {
        // On Linux this is the thread's own niceness (process 0 is the caller); if refused, nothing is lost.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
        while let task = queue.next() {
            let start = ContinuousClock.now
            let hash = Bcrypt.hash(task.phrase, setting: task.setting)
            for decoy in task.decoys { _ = Bcrypt.hash(task.phrase, setting: decoy) }
            queue.took(ContinuousClock.now - start)
            if let hash, !hash.hasPrefix("*") {
                task.asker.resume(returning: hash)
            } else {
                task.asker.resume(throwing: AccountError.passwordUnreadable)
            }
        }
    }
}
