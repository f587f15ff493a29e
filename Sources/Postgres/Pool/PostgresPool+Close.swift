extension PostgresPool {
    /// Accepts nothing more, lets what runs end for `grace`, then gives up on it, and returns when the pool's threads
    /// have ended (at most a few seconds later).
    public func close(grace: Duration = .seconds(10)) async {
        readers.close()
        leases.close()
        let (readers, leases) = (readers, leases)
        let impatience = Task {
            try await Task.sleep(for: grace)
            readers.abandon()
            leases.abandon()
        }
        await readers.ended()
        await leases.ended()
        impatience.cancel()
    }

    /// How busy the pool is.
    public struct Status: Hashable, Sendable {
        public var connectedReaders: Int
        public var queuedReads: Int
        public var leasedConnections: Int
        public var queuedLeases: Int
    }

    public var status: Status {
        let (reads, leased) = (readers.snapshot, leases.snapshot)
        return Status(
            connectedReaders: reads.connected, queuedReads: reads.queued, leasedConnections: leased.leased,
            queuedLeases: leased.waiting)
    }
}
