import Matching
import Postgres
import Testing

/// Losing the connection that hears of changes leaves no stale answer behind.
@Suite(.serialized) struct LostListenerTests {
    @Test func `a change made while nobody listens is seen all the same`() async throws {
        try await withTwoNodes { a, b in
            let outage = try await Outage(of: a.pool)
            let question = Question(nearest: 600_001)
            let centre = try await a.nearestCentre(to: 600_001)
            // Also opens the connection by which the change will be made.
            try await a.pool.execute("UPDATE service_providers SET address = 'First' WHERE id = \(centre)")
            for node in [a, b] { try await question.prime(node) }

            try await outage.allowConnections(false)
            try await outage.endConnections(named: "istri changes")
            try await a.pool.execute("UPDATE service_providers SET address = 'Second' WHERE id = \(centre)")
            let committed = ContinuousClock.now
            #expect(try await question.answer(of: a).contains("Second"))
            repeat {
                let asked = ContinuousClock.now
                let isFresh = try await question.answer(of: b).contains("Second")
                #expect(isFresh || asked - committed <= .milliseconds(100))
            } while ContinuousClock.now - committed < .milliseconds(400)
            for node in [a, b] {
                #expect(!node.changes.isCurrent)
                #expect(!question.isKept(by: node))
            }

            try await outage.allowConnections(true)
            for node in [a, b] {
                try await question.prime(node)
                #expect(try await question.answer(of: node).contains("Second"))
            }
            try await a.pool.execute("UPDATE service_providers SET address = 'Third' WHERE id = \(centre)")
            #expect(try await question.answer(of: a).contains("Third"))
            try await Task.sleep(for: .milliseconds(100))
            #expect(try await question.answer(of: b).contains("Third"))
        }
    }

    @Test func `a listener that comes back at once has forgotten what it may have missed`() async throws {
        try await withTwoNodes { a, b in
            let outage = try await Outage(of: a.pool)
            let centre = try await a.nearestCentre(to: 641_001)
            let question = Question(nearest: 641_001)
            for number in 0..<5 {
                try await question.prime(b)
                async let ending: Void = outage.endConnections(named: "istri changes")
                try await a.pool.execute(
                    "UPDATE service_providers SET address = \("No. \(number);") WHERE id = \(centre)")
                let committed = ContinuousClock.now
                repeat {
                    let asked = ContinuousClock.now
                    let isFresh = try await question.answer(of: b).contains("No. \(number);")
                    #expect(isFresh || asked - committed <= .milliseconds(100))
                } while ContinuousClock.now - committed < .milliseconds(250)
                try await ending
            }
        }
    }
}
