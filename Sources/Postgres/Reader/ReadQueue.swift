import DequeModule

/// The reads that wait for a reader, shared by all readers of a pool.
struct ReadQueue {
    let limit: Int
    let batchLimit: Int
    private(set) var waiting: Deque<ReadRequest> = []
    /// Readers that sleep for want of work.
    var idleReaders = 0
    /// Readers that have a connection, as far as they know.
    var connectedReaders = 0
    var isClosed = false

    init(limit: Int, batchLimit: Int) {
        self.limit = limit
        self.batchLimit = batchLimit
    }

    enum Admission {
        case admitted(wakeReader: Bool, isConnected: Bool)
        case full
        case closed
    }

    mutating func admit(_ request: ReadRequest) -> Admission {
        if isClosed { return .closed }
        if waiting.count >= limit { return .full }
        waiting.append(request)
        return .admitted(wakeReader: idleReaders > 0, isConnected: connectedReaders > 0)
    }

    /// A fair share of what waits, so that sleeping readers find work too; `nil` if nothing waits.
    mutating func takeBatch() -> [ReadRequest]? {
        guard !waiting.isEmpty else { return nil }
        let readers = idleReaders + 1
        let share = (waiting.count + idleReaders + readers - 1) / readers
        let size = min(batchLimit, share, waiting.count)
        defer { waiting.removeFirst(size) }
        return Array(waiting.prefix(size))
    }

    /// Hands over everything, for example to fail it.
    mutating func takeAll() -> [ReadRequest] {
        defer { waiting = [] }
        return Array(waiting)
    }

    mutating func putBack(_ requests: [ReadRequest]) {
        waiting.prepend(contentsOf: requests)
    }
}
