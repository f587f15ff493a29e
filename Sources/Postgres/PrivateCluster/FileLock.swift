import Glibc
import Synchronization
import SystemPackage

/// An advisory `flock` on a file. The kernel drops it when the process ends, however it ends.
struct FileLock: Sendable {
    private let descriptor: FileDescriptor

    static func shared(on path: FilePath) throws -> FileLock {
        let lock = try FileLock(opening: path)
        guard lock.take(LOCK_SH | LOCK_NB) else {
            lock.release()
            throw ClusterError.busy(lock: path.string)
        }
        return lock
    }

    /// Polls instead of blocking: a blocked `flock` would hold a thread of the cooperative pool.
    static func exclusive(on path: FilePath, within limit: Duration) async throws -> FileLock {
        let lock = try FileLock(opening: path)
        let deadline = ContinuousClock.now.advanced(by: limit)
        while !lock.take(LOCK_EX | LOCK_NB) {
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                lock.release()
                throw ClusterError.busy(lock: path.string)
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return lock
    }

    /// Whether nobody else holds the lock now.
    func upgradeToExclusive() -> Bool { take(LOCK_EX | LOCK_NB) }

    func release() { try? descriptor.close() }

    private init(opening path: FilePath) throws {
        do {
            descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        } catch {
            throw ClusterError.folderNotUsable(
                folder: path.removingLastComponent().string, reason: "its lock can't be opened (\(error))")
        }
    }

    private func take(_ operation: CInt) -> Bool { flock(descriptor.rawValue, operation) == 0 }
}
