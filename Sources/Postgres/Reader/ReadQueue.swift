import DequeModule

/// The reads that wait for a reader, shared by all readers of a pool.
struct ReadQueue {
    let limit: Int
    let batchLimit: Int
    private(set) var waiting: Deque<ReadRequest> = []
    /// The batch that each reader took last. Some of it may have been answered.
    var underway: [Int: [ReadRequest]] = [:]
    /// A task looks after those who wait too long.
    private var isSwept = false
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
        case admitted(wakeReader: Bool, isConnected: Bool, startsSweep: Bool)
        case full
        case closed
    }

    mutating func admit(_ request: ReadRequest) -> Admission {
        if isClosed { return .closed }
        if waiting.count >= limit { return .full }
        waiting.append(request)
        defer { isSwept = true }
        return .admitted(
            wakeReader: idleReaders > 0, isConnected: connectedReaders > 0, startsSweep: !isSwept)
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

    /// When to look for overdue requests next; `nil`, and the sweep is over, if nobody waits any more.
    mutating func nextDeadline() -> ContinuousClock.Instant? {
        let first = waiting.first { !$0.hasEnded }
        let unanswered = underway.values.joined().filter { !$0.hasEnded }
        let deadline = (unanswered + [first].compactMap(\.self)).map(\.deadline).min()
        isSwept = deadline != nil
        return deadline
    }

    /// Takes out those who waited long enough, and names those on the way who did.
    mutating func takeOverdue(at now: ContinuousClock.Instant) -> [ReadRequest] {
        let overdue = Array(waiting.prefix { $0.hasEnded || $0.deadline <= now })
        waiting.removeFirst(overdue.count)
        return overdue + underway.values.joined().filter { $0.deadline <= now }
    }

    mutating func putBack(_ requests: [ReadRequest]) {
        waiting.prepend(contentsOf: requests)
    }
}
