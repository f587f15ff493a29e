import Matching
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// What searches of pages find is kept like the API's answers, and is as fresh.
@Suite(.serialized) struct PageFreshnessTests {
    private static let questions = [
        SearchQuestion(text: "600001"), SearchQuestion(text: "600001", mode: .doorstep),
    ]

    private func open(_ address: String, _ server: TestServer) async throws -> WebPage {
        let page = try await Browser(server).open(address)
        #expect(page.status == 200, "\(address)")
        return page
    }

    /// Opens the page until what it found is kept.
    private func prime(_ question: SearchQuestion, _ server: TestServer) async throws {
        let key = question.key(from: try #require(question.origin))
        let deadline = ContinuousClock.now + .seconds(10)
        while server.kept.find(key, as: SearchResults.self) == nil {
            try #require(ContinuousClock.now < deadline, "what was found is never kept")
            _ = try await open(question.href, server)
        }
    }

    /// At once by the node that made the change, and by the other within the promised delay.
    private func expectSeen(
        _ change: Query, by question: SearchQuestion, on a: TestServer, and b: TestServer,
        isSeen: (WebPage) -> Bool
    ) async throws {
        for node in [a, b] { try await prime(question, node) }
        #expect(!isSeen(try await open(question.href, a)), "\(change): not yet")
        try await a.pool.execute(change)
        let committed = ContinuousClock.now
        #expect(isSeen(try await open(question.href, a)), "\(change): at once here")
        var isFresh = false
        while !isFresh {
            let asked = ContinuousClock.now
            isFresh = isSeen(try await open(question.href, b))
            if !isFresh { try #require(asked - committed <= .milliseconds(100), "\(change): in time there") }
        }
    }

    private func firstCentre(of question: SearchQuestion, _ server: TestServer) async throws -> Int64 {
        let page = try await open(question.href, server)
        return try #require(page.html.firstMatch(of: /id="centre-([0-9]+)"/).flatMap { Int64($0.1) })
    }

    @Test(arguments: questions) func `what changes of a centre is seen in time on every node's page`(
        question: SearchQuestion
    ) async throws {
        try await withTwoNodes { a, b in
            let centre = try await firstCentre(of: question, a)
            try await expectSeen(
                "UPDATE service_providers SET center_name = 'Renamed' WHERE id = \(centre)", by: question, on: a, and: b
            ) { $0.text.contains("Renamed") }
            try await expectSeen(
                "UPDATE provider_services SET price_paise = 12321 WHERE provider_id = \(centre)", by: question, on: a,
                and: b
            ) { $0.text.contains("123.21") }
            try await expectSeen(
                "UPDATE service_providers SET status = 'suspended' WHERE id = \(centre)", by: question, on: a, and: b
            ) { !$0.html.contains("id=\"centre-\(centre)\"") }
        }
    }

    @Test func `where nobody comes, the nearest anyway is fresh, and each search counts`() async throws {
        try await withTwoNodes { a, b in
            let pincode: Int32 = 600_001
            try await a.pool.execute("UPDATE service_areas SET status = 'withdrawn' WHERE status = 'in_force'")
            let question = SearchQuestion(text: String(pincode), mode: .doorstep)
            let anyway = try await firstCentre(of: question, a)
            try await prime(question, a)
            let before = try await counted(a)
            for _ in 1...2 { _ = try await open(question.href, a) }
            #expect(try await counted(a) == before + 2)
            try await expectSeen(
                "UPDATE service_providers SET address = 'Elsewhere' WHERE id = \(anyway)", by: question, on: a, and: b
            ) { $0.text.contains("Elsewhere") }
            try await expectSeen(
                """
                INSERT INTO service_areas (provider_id, kind, pincodes, geom, status)
                SELECT \(anyway), 'pincodes', '{600001}', geom, 'in_force' FROM pincode_cells WHERE pincode = \(pincode)
                """, by: question, on: a, and: b
            ) { $0.html.contains("data-covers") }
        }
    }

    private func counted(_ server: TestServer) async throws -> Int64 {
        try await server.server.misses.write()
        return try await server.pool.query("SELECT coalesce(sum(searches), 0)::bigint FROM search_misses")[0]
            .decode(Int64.self)
    }

    @Test func `what was found before is shown again without the database`() async throws {
        try await withServer { server in
            for question in Self.questions { try await prime(question, server) }
            let city = "/cities/madurai"
            _ = try await open(city, server)
            // Behind the node's back: without its triggers the database announces nothing.
            try await server.pool.asOwner(
                """
                SET session_replication_role = replica;
                UPDATE service_providers SET center_name = 'Unheard of'; UPDATE services SET name = 'Unheard service'
                """)
            var fromMemory = 0
            for _ in 0..<10 {
                for address in Self.questions.map(\.href) + [city] {
                    try await server.becomeCurrent()
                    if !(try await open(address, server)).text.contains("Unheard") { fromMemory += 1 }
                }
            }
            // Not all, since on a busy machine the node may be unsure for a moment.
            #expect(fromMemory > 15)
            let unasked = try await open("/search?q=600001&limit=7", server)
            #expect(unasked.text.contains("Unheard of"))
        }
    }

    @Test func `a node that keeps nothing shows the same`() async throws {
        try await withServer { server in
            try await server.becomeCurrent()
            try await server.withAnotherNode(NodeSettings(capacity: 0)) { fresh in
                for address in Self.questions.map(\.href) + ["/cities/madurai", "/districts/madurai", "/"] {
                    for _ in 0..<2 { _ = try await open(address, server) }
                    let (kept, asked) = (try await open(address, server), try await open(address, fresh))
                    #expect(cards(kept) == cards(asked) && links(kept) == links(asked), "\(address)")
                }
            }
        }
    }

    private func cards(_ page: WebPage) -> [String] {
        page.html.matches(of: /id="centre-([0-9]+)"/).map { String($0.1) }
    }

    private func links(_ page: WebPage) -> [String] {
        page.html.matches(of: /href="(\/(?:cities|districts|centres)\/[^"]*)"/).map { String($0.1) }
    }

    @Test func `new names of services and towns are seen`() async throws {
        try await withServer { server in
            try await server.becomeCurrent()
            for address in ["/", "/districts/madurai"] { _ = try await open(address, server) }
            try await server.pool.execute("UPDATE services SET name = 'Soldering'")
            #expect(try await open("/", server).text.contains("Soldering"))
            try await server.pool.asOwner(
                "UPDATE places SET label = 'Newtown' WHERE label = 'Madurai' AND kind = 'city'")
            // Another connection's change: in time.
            try await Task.sleep(for: .milliseconds(100))
            #expect(try await open("/districts/madurai", server).text.contains("Newtown"))
        }
    }
}
