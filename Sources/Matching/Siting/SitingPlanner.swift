import Postgres
import Synchronization

/// Answers where to open next, one question at a time, and remembers a few answers by all that they were computed from:
/// whatever changed in the database, an answer that is handed out again is the one that would be computed.
package final class SitingPlanner: Sendable {
    private struct Kept {
        let ground: SitingGround
        let plan: SitingPlan
    }

    /// The newest last.
    private let kept = Mutex<[Kept]>([])
    private let threads: SolverThreads
    /// About 200 KB each for the whole state.
    private static let keptLimit = 16

    /// - Parameter queueLimit: How many questions may wait while one is computed.
    package init(queueLimit: Int = 8) {
        threads = SolverThreads(count: 1, queueLimit: queueLimit)
    }

    /// - Throws: `SitingError`, `CancellationError`.
    package func plan(_ question: SitingQuestion, on database: some PostgresQueryable) async throws -> SitingPlan {
        let ground = try await SitingGround.read(district: question.district, on: database)
        if let plan = plan(question, on: ground) { return plan }
        return try await threads.run { [self] isCancelled in
            // Whoever was before us may have asked the same.
            if let plan = plan(question, on: ground) { return plan }
            var budget = WorkBudget(isCancelled: isCancelled)
            let plan = try SitingPlan.make(question, on: ground, &budget)
            keep(Kept(ground: ground, plan: plan))
            return plan
        }
    }

    private func plan(_ question: SitingQuestion, on ground: SitingGround) -> SitingPlan? {
        kept.withLock { kept in kept.first { $0.plan.question == question && $0.ground == ground }?.plan }
    }

    private func keep(_ new: Kept) {
        kept.withLock { kept in
            kept.removeAll { $0.plan.question == new.plan.question }
            if kept.count == Self.keptLimit { kept.removeFirst() }
            kept.append(new)
        }
    }
}
