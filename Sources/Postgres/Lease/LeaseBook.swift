import DequeModule

/// Who holds which leased connection and who waits for one. Pure bookkeeping: it neither connects nor sleeps.
struct LeaseBook<Connection, Waiter> {
    let limit: Int
    let queueLimit: Int
    private(set) var idle: [Connection] = []
    private(set) var leased = 0
    private(set) var isClosed = false
    private var waiting: Deque<(id: Int, deadline: ContinuousClock.Instant, waiter: Waiter)> = []

    init(limit: Int, queueLimit: Int) {
        self.limit = max(1, limit)
        self.queueLimit = queueLimit
    }

    enum Decision {
        /// The most recently used of the idle connections, whose caches are the warmest.
        case reuse(Connection)
        /// Make a new connection; it counts as leased already.
        case open
        case wait
        case full
        case closed
    }

    mutating func request(_ waiter: Waiter, id: Int, deadline: ContinuousClock.Instant) -> Decision {
        if isClosed { return .closed }
        if let connection = idle.popLast() {
            leased += 1
            return .reuse(connection)
        }
        if leased < limit {
            leased += 1
            return .open
        }
        if waiting.count >= queueLimit { return .full }
        waiting.append((id, deadline, waiter))
        return .wait
    }

    /// The next in line, who takes the connection over; `nil` if it went to the idle ones or, after closing, nowhere.
    mutating func giveBack(_ connection: Connection) -> Waiter? {
        if let next = waiting.popFirst() { return next.waiter }
        leased -= 1
        if !isClosed { idle.append(connection) }
        return nil
    }

    /// A connection that was to be opened could not be.
    mutating func forgetOne() {
        leased -= 1
    }

    /// Takes somebody out of the line; `nil` if not in it any more.
    mutating func withdraw(_ id: Int) -> Waiter? {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return nil }
        return waiting.remove(at: index).waiter
    }

    /// Takes out those who waited long enough. All wait equally long, so they stand in the order of their deadlines.
    mutating func withdrawExpired(at now: ContinuousClock.Instant) -> [Waiter] {
        let expired = waiting.prefix { $0.deadline <= now }
        waiting.removeFirst(expired.count)
        return expired.map(\.waiter)
    }

    var nextDeadline: ContinuousClock.Instant? { waiting.first?.deadline }
    var waitingCount: Int { waiting.count }

    /// Accepts no more. Returns the connections that can be closed at once and those who waited in vain.
    mutating func close() -> (idle: [Connection], waiting: [Waiter]) {
        isClosed = true
        defer { (idle, waiting) = ([], []) }
        return (idle, waiting.map(\.waiter))
    }
}
