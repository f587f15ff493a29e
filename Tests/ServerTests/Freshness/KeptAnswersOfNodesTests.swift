import Matching
import Marketplace
import Postgres
import TestSupport
import Testing

/// A kept answer stays until a change can have made it wrong, and no longer.
@Suite(.serialized) struct KeptAnswersOfNodesTests {
    private static let chennai: Int32 = 600_001
    private static let kanyakumari: Int32 = 629_702

    @Test func `a change drops the answers that it can affect, and no others`() async throws {
        try await withTwoNodes { a, b in
            let near = Question(nearest: Self.chennai, "&limit=3")
            let far = [600_042, 641_001, 625_001, 629_702, 620_001].map { Question(nearest: $0, "&limit=1") }
            for node in [a, b] { for question in [near] + far { try await question.prime(node) } }
            #expect(a.kept.count == 6 && b.kept.count == 6)
            let centre = try await a.nearestCentre(to: Self.chennai)
            try await a.pool.execute("UPDATE service_providers SET address = 'Elsewhere' WHERE id = \(centre)")
            #expect(a.kept.count == 5)
            #expect(!near.isKept(by: a))
            _ = try await near.answer(of: b)
            try await Task.sleep(for: .milliseconds(100))
            for question in far { try await question.prime(b) }
            #expect(try await near.answer(of: b).contains("Elsewhere"))
            #expect(b.kept.count == 6)
        }
    }

    @Test func `what was answered before is answered again from memory`() async throws {
        try await withServer { server in
            let questions =
                (1...20).map { Question(nearest: Self.chennai, "&limit=\($0)") }
                + [600_002, 600_003, 600_004, 600_005].map { Question(coverage: $0) }
            for question in questions { try await question.prime(server) }
            let before = try await questions.answers(of: server)
            // Behind the node's back: without its triggers the database announces nothing.
            try await server.pool.asOwner(
                """
                SET session_replication_role = replica;
                UPDATE service_providers SET center_name = 'Unheard of'
                """)
            try await server.becomeCurrent()
            let after = try await questions.answers(of: server)
            // Not all, since on a busy machine the node may be unsure for a moment.
            #expect(zip(before, after).count { $0 == $1 } > questions.count / 2)
            let unasked = Question(nearest: Self.chennai, "&limit=50")
            #expect(try await unasked.answer(of: server).contains("Unheard of"))
        }
    }

    @Test func `a new load of the geodata drops everything`() async throws {
        try await withTwoNodes { a, b in
            for node in [a, b] {
                try await Question(nearest: Self.chennai).prime(node)
                try await Question(nearest: Self.kanyakumari).prime(node)
            }
            try await a.pool.execute("INSERT INTO geodata_loads (source_sha256, report) VALUES ('', '{}')")
            #expect(a.kept.count == 0)
            try await Task.sleep(for: .milliseconds(100))
            #expect(!Question(nearest: Self.chennai).isKept(by: b))
        }
    }

    @Test func `what no visitor sees drops nothing`() async throws {
        try await withTwoNodes { a, _ in
            let question = Question(nearest: Self.chennai)
            try await question.prime(a)
            let centre = try await a.nearestCentre(to: Self.chennai)
            let owner = try await a.person(.provider).id
            for sql: Query in [
                "UPDATE service_providers SET updated_at = now(), user_id = \(owner) WHERE id = \(centre)",
                "UPDATE service_providers SET phone = '+919840000000' WHERE status = 'inactive'",
                """
                INSERT INTO service_areas (provider_id, kind, pincodes, geom)
                SELECT \(centre), 'pincodes', '{600001}', geom FROM pincode_cells WHERE pincode = \(Self.chennai)
                """,
            ] {
                try await a.pool.execute(sql)
                #expect(a.kept.count == 1, "\(sql)")
            }
        }
    }

    @Test func `a change that is rolled back is never seen`() async throws {
        try await withTwoNodes { a, b in
            let question = Question(nearest: Self.chennai)
            for node in [a, b] { try await question.prime(node) }
            let before = try await question.answer(of: a)
            struct Regret: Error {}
            await #expect(throws: Regret.self) {
                try await a.pool.withTransaction { transaction in
                    try await transaction.execute("UPDATE service_providers SET status = 'suspended'")
                    #expect(try await question.answer(of: a) == before)
                    throw Regret()
                }
            }
            for node in [a, b] {
                #expect(try await question.isStillKept(by: node))
                #expect(try await question.answer(of: node) == before)
            }
        }
    }
}
