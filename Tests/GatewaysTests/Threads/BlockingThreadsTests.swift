import Foundation
import Synchronization
import Testing

@testable import Gateways

struct BlockingThreadsTests {
    /// Counts the resources that are open.
    private final class Resource {
        let open: Open
        init(_ open: Open) {
            self.open = open
            open.count.withLock { $0 += 1 }
        }
        deinit { open.count.withLock { $0 -= 1 } }
    }

    private final class Open: Sendable {
        let count = Mutex(0)
        var now: Int { count.withLock { $0 } }
    }

    private func eventually(_ condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(5)
        while !condition(), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(10)) }
        #expect(condition())
    }

    @Test func `many more calls than threads all get their own answer`() async throws {
        let open = Open()
        let threads = BlockingThreads(name: "test", count: 3, queueLimit: 1000) { Resource(open) }
        let sum = try await withThrowingTaskGroup { group in
            for number in 1...500 {
                group.addTask { try await threads.run { resource, _ in (number, resource.open.now) } }
            }
            return try await group.reduce(into: 0) { sum, answer in
                sum += answer.0
                #expect(answer.1 <= 3)
            }
        }
        #expect(sum == 500 * 501 / 2)
    }

    @Test func `threads without work give back what they hold, and come again`() async throws {
        let open = Open()
        let threads = BlockingThreads(name: "test", count: 2, queueLimit: 10, idle: .milliseconds(100)) {
            Resource(open)
        }
        #expect(try await threads.run { resource, _ in resource.open.now } == 1)
        try await eventually { open.now == 0 }
        #expect(try await threads.run { resource, _ in resource.open.now } == 1)
    }

    @Test func `threads end with whoever owns them`() async throws {
        let open = Open()
        do {
            let threads = BlockingThreads(name: "test", count: 2, queueLimit: 10) { Resource(open) }
            #expect(try await threads.run { resource, _ in resource.open.now } == 1)
        }
        try await eventually { open.now == 0 }
    }

    @Test func `cancelling calls that wait lets the others through`() async throws {
        let threads = BlockingThreads<Void>(name: "test", count: 1, queueLimit: 100) {}
        let first = Task { try await threads.run { _, flag in while !flag.isRaised { usleep(1000) } } }
        try await Task.sleep(for: .milliseconds(50))
        let others = (0..<50).map { number in Task { try await threads.run { _, _ in number } } }
        for number in stride(from: 0, to: 50, by: 2) { others[number].cancel() }
        first.cancel()
        for (number, other) in others.enumerated() {
            if number.isMultiple(of: 2) {
                await #expect(throws: CancellationError.self) { try await other.value }
            } else {
                #expect(try await other.value == number)
            }
        }
    }
}
