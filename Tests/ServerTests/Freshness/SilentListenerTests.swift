import Glibc
import Matching
import Postgres
import Testing

/// The connection that hears of changes stands, but nothing comes over it: as when a network swallows packets.
@Suite(.serialized) struct SilentListenerTests {
    /// Stops the server's processes behind all listening connections while `body` runs.
    private func withSilence(_ pool: PostgresPool, _ body: () async throws -> Void) async throws {
        let processes = try await pool.query(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'istri changes'"
        ).map { try $0.decode(Int32.self) }
        #expect(processes.count == 2)
        for process in processes { kill(process, SIGSTOP) }
        defer { for process in processes { kill(process, SIGCONT) } }
        try await body()
    }

    @Test func `a node drops what its own change makes wrong without hearing of it from elsewhere`() async throws {
        try await withTwoNodes { a, _ in
            let question = Question(nearest: 600_001)
            let centre = try await a.nearestCentre(to: 600_001)
            try await question.prime(a)
            try await withSilence(a.pool) {
                #expect(a.kept.count == 1)
                try await a.pool.execute("UPDATE service_providers SET address = 'New' WHERE id = \(centre)")
                #expect(a.kept.count == 0)
                #expect(try await question.answer(of: a).contains("New"))
            }
        }
    }

    @Test func `a node that hears nothing soon gives only fresh answers, and keeps some again when it hears`()
        async throws
    {
        try await withTwoNodes { a, b in
            let question = Question(nearest: 600_001)
            let centre = try await a.nearestCentre(to: 600_001)
            for node in [a, b] { try await question.prime(node) }
            try await withSilence(a.pool) {
                try await a.pool.execute("UPDATE service_providers SET address = 'New' WHERE id = \(centre)")
                let committed = ContinuousClock.now
                repeat {
                    let asked = ContinuousClock.now
                    let isFresh = try await question.answer(of: b).contains("New")
                    #expect(isFresh || asked - committed <= .milliseconds(100))
                } while ContinuousClock.now - committed < .milliseconds(400)
                #expect(!b.changes.isCurrent)
            }
            try await question.prime(b)
            #expect(try await question.answer(of: b).contains("New"))
        }
    }
}
