import Foundation
import Synchronization

/// Answers kept in memory for as long as they are certainly right.
///
/// An answer leaves when a change can affect it, and one that was being computed while such a change
/// was committed is not kept. Answers are handed out only while the node is certain to have heard of
/// every change (`isCertain`), so a silent loss of the notification connection can't leave a stale one.
package final class KeptAnswers<Answer: Sendable>: Sendable {
    /// Taken before an answer is computed; says which changes that computation may have missed.
    package struct Ticket: Sendable {
        fileprivate let sequence: UInt64
    }

    fileprivate struct Entry {
        let answer: Answer
        let scope: AnswerScope
        let validUntil: Date
        let cost: Int
    }

    fileprivate struct State {
        var entries: [String: Entry] = [:]
        var oldestFirst: [String] = []
        var cost = 0
        var sequence: UInt64 = 0
        var recentChanges: [NetworkChange] = []
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let isCertain: @Sendable () -> Bool
    /// How many past changes are remembered for answers still being computed.
    private static var memory: Int { 64 }

    /// - Parameters:
    ///   - capacity: Sum of the kept answers' costs, in bytes, before the oldest leave.
    ///   - isCertain: Whether every change committed up to now (less the promised delay) has been applied.
    package init(capacity: Int, isCertain: @escaping @Sendable () -> Bool) {
        self.capacity = capacity
        self.isCertain = isCertain
    }

    package func answer(for key: String) -> Answer? {
        guard isCertain() else { return nil }
        let entry = state.withLock { $0.entries[key] }
        guard let entry, entry.validUntil > Date() else { return nil }
        return entry.answer
    }

    /// Whether `keep` would keep anything now.
    package var canKeep: Bool { capacity > 0 && isCertain() }

    package func ticket() -> Ticket {
        state.withLock { Ticket(sequence: $0.sequence) }
    }

    /// Keeps an answer unless it may be out of date already.
    ///
    /// - Parameter validUntil: When the answer ceases to be right by itself (a centre opens or closes).
    package func keep(
        _ answer: Answer, for key: String, scope: AnswerScope, validUntil: Date, cost: Int, ticket: Ticket
    ) {
        guard canKeep, cost <= capacity else { return }
        let entry = Entry(answer: answer, scope: scope, validUntil: validUntil, cost: cost)
        state.withLock { state in
            guard state.missedNothing(since: ticket.sequence, of: scope) else { return }
            state.insert(entry, for: key, capacity: capacity)
        }
    }

    package func apply(_ change: NetworkChange) {
        state.withLock { state in
            state.sequence += 1
            state.recentChanges.append(change)
            if state.recentChanges.count > Self.memory { state.recentChanges.removeFirst() }
            state.drop { $0.scope.canBeAffected(by: change) }
        }
    }

    package var count: Int { state.withLock { $0.entries.count } }
}

extension KeptAnswers.State {
    fileprivate func missedNothing(since sequence: UInt64, of scope: AnswerScope) -> Bool {
        let missed = Int(self.sequence - sequence)
        guard missed <= recentChanges.count else { return false }
        return !recentChanges.suffix(missed).contains { scope.canBeAffected(by: $0) }
    }

    fileprivate mutating func insert(_ entry: KeptAnswers.Entry, for key: String, capacity: Int) {
        if let old = entries.updateValue(entry, forKey: key) {
            cost -= old.cost
        } else {
            oldestFirst.append(key)
        }
        cost += entry.cost
        guard cost > capacity else { return }
        // Room for an eighth more at once, so that the list isn't shifted for each new answer.
        var leaving = 0
        while cost > capacity - capacity / 8, leaving < oldestFirst.count {
            if let old = entries.removeValue(forKey: oldestFirst[leaving]) { cost -= old.cost }
            leaving += 1
        }
        oldestFirst.removeFirst(leaving)
    }

    fileprivate mutating func drop(where isAffected: (KeptAnswers.Entry) -> Bool) {
        let leaving = entries.filter { isAffected($0.value) }
        guard !leaving.isEmpty else { return }
        for (key, entry) in leaving {
            entries.removeValue(forKey: key)
            cost -= entry.cost
        }
        oldestFirst.removeAll { leaving[$0] != nil }
    }
}
