import Synchronization
import Testing

@testable import Matching

/// Who may compute, and when.
struct SolverThreadsTests {
    @Test func `one computes at a time, a few wait, and more are refused`() async throws {
        let threads = SolverThreads(count: 1, queueLimit: 2)
        let work = Work()
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<5 { group.addTask { await outcome(of: work, on: threads) } }
            var outcomes: [String] = []
            while outcomes.count < 2, let outcome = await group.next() { outcomes.append(outcome) }
            work.finish()
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        #expect(outcomes == ["busy", "busy", "done", "done", "done"])
        #expect(work.mostAtOnce == 1)
    }

    @Test func `whoever is cancelled leaves, waiting or computing, and the next one has the place`() async throws {
        let threads = SolverThreads(count: 1, queueLimit: 5)
        let work = Work()
        let computing = Task { try await threads.run { try work.run($0) } }
        while !work.isRunning { try await Task.sleep(for: .milliseconds(1)) }
        let waiting = Task { try await threads.run { try work.run($0) } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(work.isRunning)
        computing.cancel()
        await #expect(throws: CancellationError.self) { try await computing.value }
        #expect(try await threads.run { _ in 7 } == 7)
    }

    private func outcome(of work: Work, on threads: SolverThreads) async -> String {
        do {
            try await threads.run { try work.run($0) }
            return "done"
        } catch SitingError.busy {
            return "busy"
        } catch {
            return "\(error)"
        }
    }
}

/// Computes until it may finish.
private final class Work: Sendable {
    private let running = Atomic(0)
    private let most = Atomic(0)
    private let mayFinish = Atomic(false)

    var isRunning: Bool { running.load(ordering: .acquiring) > 0 }
    var mostAtOnce: Int { most.load(ordering: .acquiring) }

    func finish() { mayFinish.store(true, ordering: .releasing) }

    func run(_ isCancelled: () -> Bool) throws {
        most.max(running.add(1, ordering: .acquiringAndReleasing).newValue, ordering: .acquiringAndReleasing)
        defer { running.subtract(1, ordering: .acquiringAndReleasing) }
        while !mayFinish.load(ordering: .acquiring) { if isCancelled() { throw CancellationError() } }
    }
}
