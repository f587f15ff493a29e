import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import TestSupport
import Testing

@testable import Server

/// The dispatchers' feed over a real connection.
@Suite(.serialized) struct CoverageFeedTests {
    /// Served by one centre alone; its areas in force come and go.
    private struct Fragile {
        let pincode: String
        let areas: [Int64]
    }

    private func fragile(_ server: TestServer) async throws -> Fragile {
        let row = try await server.pool.query(
            """
            SELECT c.pincode, (SELECT array_agg(id) FROM service_areas a WHERE a.provider_id = c.provider_id
                AND a.status = 'in_force')
            FROM pincode_coverage c JOIN pincode_coverage_counts k USING (pincode)
            WHERE k.coverage_count = 1 ORDER BY c.pincode LIMIT 1
            """)[0]
        let (pincode, areas) = try row.decode(Int32.self, [Int64].self)
        return Fragile(pincode: String(pincode), areas: areas)
    }

    private func set(_ status: String, _ centre: Fragile, on server: TestServer) async throws {
        try await server.pool.execute("UPDATE service_areas SET status = \(status) WHERE id = ANY (\(centre.areas))")
    }

    private func truth(_ server: TestServer, after id: Int64) async throws -> [EventStreamClient.Event] {
        try await server.pool.query("SELECT id, kind, pincode FROM coverage_events WHERE id > \(id) ORDER BY id").map {
            let (id, kind, pincode) = try $0.decode(Int64.self, String.self, Int32.self)
            return EventStreamClient.Event(id: id, kind: kind, pincode: String(pincode))
        }
    }

    private func last(_ server: TestServer) async throws -> Int64 {
        try await server.pool.query("SELECT coalesce(max(id), 0) FROM coverage_events")[0].decode(Int64.self)
    }

    @Test func `what happens is told, and after a break what was missed, each once and in order`() async throws {
        try await withServer { server in
            let dispatcher = try await server.person(.dispatcher)
            let centre = try await fragile(server)
            let start = try await last(server)
            try await server.feeding { port in
                let client = try await EventStreamClient(port: port, as: dispatcher)
                try await client.until("the beginning") { $0.text.contains("retry: 2000\nid: \(start)\n\n") }
                #expect(client.text.contains("text/event-stream") && client.text.lowercased().contains("no-store"))
                try await set("withdrawn", centre, on: server)
                let first = try await truth(server, after: start)
                #expect(first.contains { $0.kind == "gap" && $0.pincode == centre.pincode })
                try await client.until("the gap") { $0.events == first }
                client.leave()

                try await set("in_force", centre, on: server)
                try await set("withdrawn", centre, on: server)
                let missed = try await truth(server, after: first[first.count - 1].id)
                #expect(missed.count == 2 * first.count)
                let again = try await EventStreamClient(
                    port: port, as: dispatcher, lastEventID: first[first.count - 1].id)
                try await again.until("what was missed") { $0.events.count >= missed.count }
                try await set("in_force", centre, on: server)
                let rest = try await truth(server, after: first[first.count - 1].id)
                try await again.until("all") { $0.events.count >= rest.count }
                #expect(again.events == rest)
                let byQuery = try await EventStreamClient(port: port, as: dispatcher, query: "?after=\(start)")
                let all = try await truth(server, after: start)
                try await byQuery.until("all by the parameter") { $0.events == all }
            }
        }
    }

    @Test func `a listener on another node hears of it too`() async throws {
        try await withServer { a in
            let dispatcher = try await a.person(.admin)
            let centre = try await fragile(a)
            try await a.withAnotherNode { b in
                try await b.feeding { port in
                    let client = try await EventStreamClient(port: port, as: dispatcher)
                    try await client.until("the beginning") { $0.text.contains("retry:") }
                    try await set("withdrawn", centre, on: a)
                    try await client.until("the gap") { client in
                        client.events.contains { $0.kind == "gap" && $0.pincode == centre.pincode }
                    }
                }
            }
        }
    }

    @Test func `a change back and forth in one transaction is no event`() async throws {
        try await withServer { server in
            let centre = try await fragile(server)
            let before = try await last(server)
            try await server.pool.withTransaction(isolation: .readCommitted) { transaction in
                for status in ["withdrawn", "in_force"] {
                    try await transaction.execute(
                        "UPDATE service_areas SET status = \(status) WHERE id = ANY (\(centre.areas))")
                }
            }
            #expect(try await last(server) == before)
            try await set("withdrawn", centre, on: server)
            #expect(try await last(server) > before)
        }
    }

    @Test func `the events tell of every gap that there is`() async throws {
        try await withServer { server in
            try await server.pool.execute("UPDATE service_areas SET status = 'withdrawn' WHERE id % 2 = 0")
            try await server.pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id % 7 = 0")
            try await server.pool.execute("DELETE FROM service_areas WHERE id % 5 = 0")
            let wrong = try await server.pool.query(
                """
                SELECT count(*) FROM (SELECT DISTINCT ON (pincode) pincode, kind FROM coverage_events
                    ORDER BY pincode, id DESC) AS e
                FULL JOIN pincode_coverage_counts c USING (pincode)
                WHERE (coalesce(c.coverage_count, 0) > 0) <> (coalesce(e.kind, 'gap') = 'served')
                """)[0].decode(Int64.self)
            #expect(wrong == 0)
        }
    }

    @Test func `a heartbeat keeps a silent stream, and the stream ends with its session`() async throws {
        var settings = NodeSettings()
        settings.feed.heartbeat = .milliseconds(100)
        try await withServer(settings) { server in
            let dispatcher = try await server.person(.dispatcher)
            // Shorter than the test follows the stream.
            let transport = TestServer.hasty(requestTime: .milliseconds(200), idleTime: .milliseconds(300))
            try await server.feeding(transport) { port in
                try await Self.followUntilSignOut(port, dispatcher, server)
            }
        }
    }

    private static func followUntilSignOut(_ port: Int, _ person: Person, _ server: TestServer) async throws {
        let client = try await EventStreamClient(port: port, as: person)
        try await client.until("many heartbeats") { $0.heartbeats > 12 }
        #expect(!client.isOver)
        let reply = try await server.send(.post, "/api/logout", as: person)
        #expect(reply.status == 204)
        try await client.until("the end") { $0.hasEnded }
    }

    @Test func `a node takes so many listeners and no more, and a place becomes free again`() async throws {
        var settings = NodeSettings()
        settings.feed.listeners = 2
        settings.feed.heartbeat = .milliseconds(50)
        try await withServer(settings) { server in
            let dispatcher = try await server.person(.dispatcher)
            try await server.feeding { port in
                let clients = [
                    try await EventStreamClient(port: port, as: dispatcher),
                    try await EventStreamClient(port: port, as: dispatcher),
                ]
                for client in clients { try await client.until("the beginning") { $0.text.contains("retry:") } }
                let reply = try await server.send(.get, "/api/coverage/events", as: dispatcher)
                try expectProblem(reply, 503, "busy")
                #expect(reply.headers[.retryAfter] != nil)
                clients[0].leave()
                let third = try await Self.whenFree(port, dispatcher)
                try await third.until("the beginning") { $0.text.contains("retry:") }
            }
        }
    }

    private static func whenFree(_ port: Int, _ person: Person) async throws -> EventStreamClient {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let client = try await EventStreamClient(port: port, as: person)
            try await client.until("an answer") { $0.text.contains("\r\n\r\n") }
            if client.text.hasPrefix("HTTP/1.1 200") { return client }
            client.leave()
            try #require(ContinuousClock.now < deadline, "no place became free")
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test func `a listener that is too slow is cut off and keeps no memory`() async throws {
        try await withServer { server in
            var limits = CoverageEventFeed.Limits()
            limits.lag = 3
            let feed = CoverageEventFeed(pool: server.pool, logger: .test, limits: limits)
            let running = Task { await feed.run() }
            defer { running.cancel() }
            server.changes.subscribe { _ in feed.look() }
            let deadline = ContinuousClock.now + .seconds(10)
            var listener = try? feed.join()
            while listener == nil, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
                listener = try? feed.join()
            }
            let slow = try #require(listener)
            #expect(feed.listenerCount == 1)
            try await server.pool.execute("UPDATE service_areas SET status = 'withdrawn'")
            while feed.listenerCount > 0, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
            #expect(feed.listenerCount == 0)
            var got = 0
            for await _ in slow.signals { got += 1 }
            #expect(got == 3)
        }
    }

    @Test func `streams end when the node stops`() async throws {
        try await withServer { server in
            let dispatcher = try await server.person(.dispatcher)
            try await server.listening { port, running in
                let feed = Task { await running.feed.run() }
                let client = try await Self.whenFree(port, dispatcher)
                try await client.until("the beginning") { $0.text.contains("retry:") }
                feed.cancel()
                try await client.until("the end") { $0.hasEnded }
                let reply = try await server.send(.get, "/api/coverage/events", as: dispatcher)
                try expectProblem(reply, 503, "unavailable")
            }
        }
    }

    @Test func `an id that is none is refused`() async throws {
        try await withServer { server in
            let dispatcher = try await server.person(.dispatcher)
            for text in ["-1", "x", "1.5", "99999999999999999999"] {
                try expectProblem(
                    try await server.send(.get, "/api/coverage/events?after=\(text)", as: dispatcher), 422,
                    "invalid_parameter", field: "after")
            }
            var headers = dispatcher.headers
            headers[.lastEventID] = "one"
            try expectProblem(
                try await server.send(.get, "/api/coverage/events", headers: headers), 422, "invalid_parameter",
                field: "Last-Event-ID")
            try expectProblem(try await server.get("/api/coverage/events"), 401, "not_signed_in")
            try expectProblem(
                try await server.send(.get, "/api/coverage/events", as: server.person(.provider)), 403, "forbidden")
        }
    }
}
