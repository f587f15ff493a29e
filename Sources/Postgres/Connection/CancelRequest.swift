import CLibpq

/// Asks the server, over a connection of its own, to break off what a backend runs.
///
/// `@unchecked Sendable`: libpq copies what it needs into the `PGcancel` and lets any thread use it.
final class CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(of connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit {
        PQfreeCancel(pointer)
    }

    /// Blocks until the server has passed the request on, or can't be reached. A statement that just ended is none
    /// the worse for it, so whether it was in time shows in the statement's result alone.
    func send() {
        _ = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            PQcancel(pointer, message.baseAddress, Int32(message.count))
        }
    }
}
