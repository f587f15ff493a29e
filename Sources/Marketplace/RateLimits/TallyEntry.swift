/// What one node knows of one key.
struct TallyEntry: Sendable {
    /// What all nodes together had counted at the last exchange.
    private var shared: WindowCount
    /// Admitted since in the present period, and of that what is on its way.
    var unsent: Int64 = 1
    private var sending: Int64 = 0
    /// The same of the period before, when it ended between two exchanges.
    private var late: Int64 = 0
    private var lateSending: Int64 = 0

    /// With one admitted.
    init(periodNo: Int64) { shared = WindowCount(periodNo: periodNo, current: 0, previous: 0) }

    var total: WindowCount {
        WindowCount(
            periodNo: shared.periodNo, current: shared.current + unsent + sending,
            previous: shared.previous + late + lateSending)
    }

    var hasUnsent: Bool { unsent + sending + late + lateSending > 0 }

    /// What is older than the period before counts for nothing any more, sent or not: a node that is cut off from
    /// the database for long goes on with its own count.
    mutating func move(to periodNo: Int64) {
        guard periodNo > shared.periodNo else { return }
        let isNext = periodNo == shared.periodNo + 1
        late = isNext ? unsent : 0
        lateSending = isNext ? sending : 0
        unsent = 0
        sending = 0
        shared = shared.moved(to: periodNo)
    }

    mutating func send(as key: TallyKey) -> [SharedTally.Unsent] {
        defer {
            sending += unsent
            lateSending += late
            unsent = 0
            late = 0
        }
        return [
            SharedTally.Unsent(key: key, periodNo: shared.periodNo - 1, amount: late),
            SharedTally.Unsent(key: key, periodNo: shared.periodNo, amount: unsent),
        ].filter { $0.amount > 0 }
    }

    mutating func receive(_ count: WindowCount, after sent: SharedTally.Unsent) {
        move(to: count.periodNo)
        shared = count.moved(to: shared.periodNo)
        if sent.periodNo == shared.periodNo { sending = 0 } else { lateSending = 0 }
    }

    mutating func takeBack(_ sent: SharedTally.Unsent) {
        if sent.periodNo == shared.periodNo {
            unsent += sending
            sending = 0
        } else {
            late += lateSending
            lateSending = 0
        }
    }
}
