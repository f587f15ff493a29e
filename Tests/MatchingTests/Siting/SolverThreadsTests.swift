import Synchronization
import Testing

@testable import Matching

/// Who may compute, and when.
struct SolverThreadsTests {
    @Test func `one computes at a time, a few wait, and more are refused`() async throws {
        let threads = SolverThreads(count: 1, queueLimit: 2)
        let gate = Mutex(false)
        let running = Atomic(0)
        let most = Atomic(0)
        let outcomes = await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    do {
                        return try await threads.run { _ in
                            most.max(running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
                            while !gate.withLock({ $0 }) {}
                            running.subtract(1, ordering: .relaxed)
                            return true
                        }
                    } catch SitingError.busy {
                        return nil
                    } catch {
                        return false
                    }
                }
            }
            var outcomes: [Bool?] = []
            while outcomes.count < 2, let outcome = await group.next() { outcomes.append(outcome) }
            gate.withLock { $0 = true }
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        #expect(outcomes == [nil, nil, true, true, true])
        #expect(most.load(ordering: .relaxed) == 1)
    }

    @Test func `whoever is cancelled leaves, waiting or computing, and the next one has the place`() async throws {
        let threads = SolverThreads(count: 1, queueLimit: 5)
        let hasStarted = Atomic(false)
        let computing = Task {
            try await threads.run { isCancelled in
                hasStarted.store(true, ordering: .relaxed)
                while !isCancelled() {}
                throw CancellationError()
            }
        }
        while !hasStarted.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
        let waiting = Task { try await threads.run { _ in } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        computing.cancel()
        await #expect(throws: CancellationError.self) { try await computing.value }
        #expect(try await threads.run { _ in 7 } == 7)
    }
}
