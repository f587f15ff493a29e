import Matching
import Postgres
import Synchronization
import Testing

/// Many ask while a centre goes and comes.
@Suite(.serialized) struct ChangingUnderLoadTests {
    /// What the centre's status certainly is, and since when; nil while a change is being committed.
    private struct Known: Equatable {
        let step: Int
        let isApproved: Bool
        let since: ContinuousClock.Instant
    }

    private final class Status: Sendable {
        private let known: Mutex<Known?>

        init() { known = Mutex(Known(step: 0, isApproved: true, since: .now)) }

        var now: Known? { known.withLock { $0 } }
        func begin() { known.withLock { $0 = nil } }
        func committed(_ step: Int, isApproved: Bool) {
            known.withLock { $0 = Known(step: step, isApproved: isApproved, since: .now) }
        }
    }

    private static let seconds = 4
    private static let promise = Duration.milliseconds(100)

    @Test func `no answer is older than its node may give, and in the end every answer is a fresh one`() async throws {
        try await withTwoNodes { a, b in
            let centre = try await a.nearestCentre(to: 600_001)
            let questions = (1...12).map { Question(nearest: 600_001, "&limit=\($0)") }
            let status = Status()
            let asked = try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask {
                    try await Self.toggle(centre, on: a, status)
                    return 0
                }
                for caller in 0..<6 {
                    group.addTask { try await Self.ask(questions, from: caller, of: a, after: .zero, centre, status) }
                    group.addTask {
                        try await Self.ask(questions, from: caller, of: b, after: Self.promise, centre, status)
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(asked > 200, "answers that could be judged")
            try await Task.sleep(for: Self.promise)
            try await a.withAnotherNode(NodeSettings(capacity: 0)) { fresh in
                for question in questions {
                    let truth = try await question.answer(of: fresh)
                    #expect(try await question.answer(of: a) == truth)
                    #expect(try await question.answer(of: b) == truth)
                }
            }
        }
    }

    /// Now long enough for the other node to know, now as quickly as it goes.
    private static func toggle(_ centre: Int64, on node: TestServer, _ status: Status) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        var step = 0
        while ContinuousClock.now < end {
            step += 1
            let isApproved = step % 2 == 0
            status.begin()
            try await node.pool.execute(
                "UPDATE service_providers SET status = \(isApproved ? "approved" : "suspended") WHERE id = \(centre)")
            status.committed(step, isApproved: isApproved)
            try await Task.sleep(for: .milliseconds([5, 0, 160, 20, 130, 1][step % 6]))
        }
    }

    /// Gives the number of answers that could be judged: the status was certain from the promised delay before the
    /// question until after the answer.
    private static func ask(
        _ questions: [Question], from first: Int, of node: TestServer, after delay: Duration, _ centre: Int64,
        _ status: Status
    ) async throws -> Int {
        let end = ContinuousClock.now + .seconds(seconds)
        var judged = 0
        var number = first
        while ContinuousClock.now < end {
            number += 1
            let before = status.now
            let begin = ContinuousClock.now
            let answer = try await questions[number % questions.count].answer(of: node)
            if let before, before == status.now, begin - before.since >= delay {
                judged += 1
                #expect(answer.contains("{\"id\":\(centre),") == before.isApproved)
            }
            if number % 20 == 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
        return judged
    }
}
