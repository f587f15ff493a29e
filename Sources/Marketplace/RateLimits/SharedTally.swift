import Foundation
import Synchronization

/// Whom a tally counts.
enum TallyKey: Sendable, Hashable, CustomStringConvertible {
    case address(NetworkAddress)
    case user(Int64)

    /// As the parts of a `RateKey` have it.
    var description: String {
        switch self {
        case .address(let address): address.description
        case .user(let id): String(id)
        }
    }
}

/// Counts in memory what this node admits, for a limit on a path too hot for a database write per request, and
/// exchanges the counts with the other nodes when told to. Between two exchanges a node knows of the others what
/// it knew at the last one, so nodes together exceed a limit by what the others admit in that time.
///
/// The cost of one admission is a lock, a look-up and a little arithmetic: well under a microsecond.
final class SharedTally: Sendable {
    /// Of one key and period, to be added to what all nodes count.
    struct Unsent: Sendable, Equatable {
        let key: TallyKey
        let periodNo: Int64
        let amount: Int64
    }

    let rule: RateRule
    /// More keys than this between two exchanges go uncounted: memory is bounded, strangers' number isn't.
    private let capacity: Int
    private let entries = Mutex<[TallyKey: TallyEntry]>([:])

    init(_ rule: RateRule, capacity: Int = 100_000) {
        self.rule = rule
        self.capacity = capacity
    }

    /// Counts one if it fits.
    ///
    /// - Returns: Seconds until one more fits; 0 when it did.
    func take(_ key: TallyKey, at now: Double = Date().timeIntervalSince1970) -> Double {
        let (periodNo, share) = position(of: now)
        return entries.withLock { entries in
            guard var entry = entries[key] else {
                guard entries.count < capacity else { return 0 }
                entries[key] = TallyEntry(periodNo: periodNo)
                return 0
            }
            entry.move(to: periodNo)
            let wait_s = entry.total.wait_s(share: share, rule)
            if wait_s == 0 {
                entry.unsent += 1
                entries[key] = entry
            }
            return wait_s
        }
    }

    /// What has been admitted since the last exchange, no key twice in a part; the parts are to be sent in
    /// their order. Each of them must be followed by `received` or `failed`.
    func toSend() -> [[Unsent]] {
        let all = entries.withLock { entries in
            entries.keys.flatMap { key in entries[key]?.send(as: key) ?? [] }
        }
        return Dictionary(grouping: all, by: \.periodNo).sorted { $0.key < $1.key }.map(\.value)
    }

    /// What all nodes together count now that `sent` has arrived.
    func received(_ counts: [(sent: Unsent, shared: WindowCount)]) {
        entries.withLock { entries in
            for (sent, shared) in counts { entries[sent.key]?.receive(shared, after: sent) }
        }
    }

    /// It wasn't sent after all: it goes out with the next exchange.
    func failed(_ unsent: some Sequence<Unsent>) {
        entries.withLock { entries in
            for one in unsent { entries[one.key]?.takeBack(one) }
        }
    }

    /// Drops the keys that haven't asked since the last exchange and are far from the limit: the shared count
    /// has them, and the next exchange after they ask again brings it back.
    func forgetTheQuiet(at now: Double = Date().timeIntervalSince1970) {
        let (periodNo, share) = position(of: now)
        let half = RateRule(max(1, rule.count / 2), per: .seconds(rule.period_s))
        entries.withLock { entries in
            entries = entries.filter { _, entry in
                var entry = entry
                entry.move(to: periodNo)
                return entry.hasUnsent || entry.total.wait_s(share: share, half) > 0
            }
        }
    }

    var count: Int { entries.withLock { $0.count } }

    private func position(of now: Double) -> (periodNo: Int64, share: Double) {
        let periods = now / Double(rule.period_s)
        return (Int64(periods.rounded(.down)), periods - periods.rounded(.down))
    }
}
