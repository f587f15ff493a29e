import Synchronization

/// Counts one method of one route, without locks: a request costs three atomic additions.
final class RouteMeter: Sendable {
    /// Upper bounds of the histogram's buckets, in seconds; what takes longer falls into the last, which has none.
    static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private static let bounds_ns = bounds.map { Int($0 * 1e9) }

    let method: String
    let path: String
    private let buckets = InlineArray<15, Atomic<Int>> { _ in Atomic(0) }
    private let sum_ns = Atomic<Int>(0)
    private let statuses = InlineArray<500, Atomic<Int>> { _ in Atomic(0) }

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    func count(status: Int, duration: Duration) {
        let nanoseconds = Int(duration / .nanoseconds(1))
        let bucket = Self.bounds_ns.firstIndex { nanoseconds <= $0 } ?? Self.bounds.count
        buckets[bucket].add(1, ordering: .relaxed)
        sum_ns.add(nanoseconds, ordering: .relaxed)
        statuses[min(max(status - 100, 0), 499)].add(1, ordering: .relaxed)
    }

    /// Answers by status, where there were any.
    var counts: [(status: Int, count: Int)] {
        (0..<500).compactMap { index in
            let count = statuses[index].load(ordering: .relaxed)
            return count > 0 ? (index + 100, count) : nil
        }
    }

    /// Answers per bucket, not added up.
    var histogram: [Int] { (0..<15).map { buckets[$0].load(ordering: .relaxed) } }

    var sum_s: Double { Double(sum_ns.load(ordering: .relaxed)) / 1e9 }
}
