import Matching
import Postgres
import Testing

/// A committed change is seen at once by the node that made it, and by the other within 100 ms.
@Suite(.serialized) struct FreshnessTests {
    private static let chennai: Int32 = 600_001
    private static let kanyakumari: Int32 = 629_702

    /// One change after the other; each changes the answers to both questions.
    private static func changes(of id: Int64) -> [(name: String, sql: Query)] {
        [
            ("its name", "UPDATE service_providers SET center_name = 'Renamed' WHERE id = \(id)"),
            ("suspended", "UPDATE service_providers SET status = 'suspended' WHERE id = \(id)"),
            ("approved again", "UPDATE service_providers SET status = 'approved' WHERE id = \(id)"),
            ("moved away", "UPDATE service_providers SET lat = 8.1, lng = 77.5 WHERE id = \(id)"),
            (
                "moved back",
                """
                UPDATE service_providers s SET lat = p.lat, lng = p.lng FROM pincodes p
                WHERE s.id = \(id) AND p.pincode = \(chennai)
                """
            ),
            ("its areas gone", "DELETE FROM service_areas WHERE provider_id = \(id)"),
            (
                "an area more",
                """
                INSERT INTO service_areas (provider_id, kind, pincodes, geom, status)
                SELECT \(id), 'pincodes', '{600001}', geom, 'in_force' FROM pincode_cells WHERE pincode = \(chennai)
                """
            ),
            ("its area withdrawn", "UPDATE service_areas SET status = 'withdrawn' WHERE provider_id = \(id)"),
            ("deleted", "DELETE FROM service_providers WHERE id = \(id)"),
        ]
    }

    @Test func `every kind of change is seen at once here and in time elsewhere`() async throws {
        try await withTwoNodes { a, b in
            let centre = try await a.nearestCentre(to: Self.chennai)
            let questions = [Question(nearest: Self.chennai, "&limit=3"), Question(coverage: Self.chennai)]
            let elsewhere = Question(nearest: Self.kanyakumari, "&limit=3")
            for (name, sql) in Self.changes(of: centre) {
                for question in questions + [elsewhere] {
                    try await question.prime(a)
                    try await question.prime(b)
                }
                let before = try await questions.answers(of: a)
                try await a.pool.execute(sql)
                let committed = ContinuousClock.now
                let after = try await questions.answers(of: a)
                #expect(zip(before, after).allSatisfy { $0 != $1 }, "\(name): seen at once")
                try await expectFresh(questions, as: after, on: b, since: committed, name)
                if name != "moved away" && name != "moved back" {
                    for node in [a, b] { #expect(try await elsewhere.isStillKept(by: node), "\(name): unrelated") }
                }
            }
        }
    }

    /// Whoever asks later than the promised 100 ms after a commit's return gets the new answer. Asked without
    /// pause until then; only when a question was put counts, since a busy machine may hand its answer over late.
    private func expectFresh(
        _ questions: [Question], as expected: [String], on node: TestServer,
        since committed: ContinuousClock.Instant, _ name: String
    ) async throws {
        for (question, expected) in zip(questions, expected) {
            var asked = ContinuousClock.now
            var isFresh = false
            repeat {
                asked = .now
                isFresh = try await question.answer(of: node) == expected
                if !isFresh { #expect(asked - committed <= .milliseconds(100), "\(name): \(question.uri)") }
            } while asked - committed < .milliseconds(120)
            #expect(isFresh, "\(name): \(question.uri)")
        }
    }

    @Test func `the other node hears of a change long before the promise ends`() async throws {
        try await withTwoNodes { a, b in
            let centre = try await a.nearestCentre(to: Self.chennai)
            let question = Question(nearest: Self.chennai, "&limit=3")
            var delays: [Duration] = []
            for number in 0..<20 {
                try await question.prime(b)
                try await a.pool.execute(
                    "UPDATE service_providers SET phone = \("+9198400000\(10 + number)") WHERE id = \(centre)")
                let committed = ContinuousClock.now
                while question.isKept(by: b), ContinuousClock.now - committed < .seconds(2) { await Task.yield() }
                delays.append(ContinuousClock.now - committed)
                #expect(try await question.answer(of: b).contains("+9198400000\(10 + number)"))
            }
            // Half of them, since the machine may be busy with something else now and then; none can be later
            // than the limit after which a node that hears nothing trusts no answer.
            #expect(delays.sorted()[10] < .milliseconds(20))
            #expect(delays.allSatisfy { $0 < .milliseconds(100) }, "\(delays)")
        }
    }

    @Test func `a service more or less is seen in answers by service`() async throws {
        try await withTwoNodes { a, b in
            let centre = try await a.nearestCentre(to: Self.chennai)
            let question = Question(nearest: Self.chennai, "&limit=3&service=soleplate_coating")
            try await a.pool.execute("DELETE FROM provider_services WHERE provider_id = \(centre)")
            for sql: Query in [
                "INSERT INTO provider_services VALUES (\(centre), 'soleplate_coating', 100, 10)",
                "UPDATE provider_services SET service = 'steam_leak' WHERE provider_id = \(centre)",
                "UPDATE provider_services SET service = 'soleplate_coating' WHERE provider_id = \(centre)",
                "DELETE FROM provider_services WHERE provider_id = \(centre)",
            ] {
                try await question.prime(a)
                try await question.prime(b)
                let before = try await question.answer(of: a)
                try await a.pool.execute(sql)
                let committed = ContinuousClock.now
                let after = try await question.answer(of: a)
                #expect(before != after)
                try await expectFresh([question], as: [after], on: b, since: committed, "service")
            }
        }
    }
}
