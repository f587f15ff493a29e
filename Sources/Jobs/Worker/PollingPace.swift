import Foundation

/// When and from where a worker looks for jobs next.
struct PollingPace {
    private static let shortest = Duration.milliseconds(10)
    private static let longest = Duration.milliseconds(250)
    /// Jobs that became visible out of order, from a long transaction or given back, are found this much later at most.
    private static let betweenWholeLooks = Duration.seconds(1)

    private(set) var pause = PollingPace.shortest
    private var latestTaken: Date?
    private var lookedThroughAt: ContinuousClock.Instant?

    /// While there is more work than slots, where the last look ended; the beginning else, and once a second.
    var dueSince: Date? {
        guard let lookedThroughAt, ContinuousClock.now < lookedThroughAt + Self.betweenWholeLooks else { return nil }
        return latestTaken
    }

    mutating func took(_ dueTimes: [Date], of slots: Int) {
        pause = dueTimes.isEmpty ? min(pause * 2, Self.longest) : Self.shortest
        if dueSince == nil { lookedThroughAt = .now }
        // The earliest of the batch, so that jobs due at the same moment as its last aren't passed over.
        latestTaken = dueTimes.count == slots ? dueTimes.min() : nil
    }
}
