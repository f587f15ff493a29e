import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct SessionRoutesTests {
    private func items(_ person: Person) async throws -> [[String: Any]] {
        try #require(
            try await server.send(.get, "/api/me/sessions", as: person).object()["items"] as? [[String: Any]])
    }

    @Test func `people see where they are signed in, and which session this is`() async throws {
        let member = try await server.member()
        let (one, other) = (try await server.signIn(member), try await server.signIn(member))
        let seen = try await items(other)
        #expect(seen.map { $0["current"] as? Bool } == [true, false])
        #expect(try await items(one).map { $0["current"] as? Bool } == [false, true])
        #expect(seen.allSatisfy { $0["expires_at"] is String && $0["last_seen_at"] is String })
    }

    @Test func `a session that is ended is over at once`() async throws {
        let member = try await server.member()
        let (one, other) = (try await server.signIn(member), try await server.signIn(member))
        let id = try #require(try await items(one)[0]["id"] as? NSNumber)
        #expect(try await server.send(.delete, "/api/me/sessions/\(id)", as: one).status == 204)
        try expectProblem(try await server.send(.get, "/api/me", as: other), 401, "not_signed_in")
        try expectProblem(try await server.send(.delete, "/api/me/sessions/\(id)", as: one), 404, "unknown_session")
        #expect(try await items(one).count == 1)
    }

    @Test func `a session of somebody else is none`() async throws {
        let (one, other) = (try await server.person(.customer), try await server.person(.admin))
        let id = try #require(try await items(one)[0]["id"] as? NSNumber)
        try expectProblem(try await server.send(.delete, "/api/me/sessions/\(id)", as: other), 404, "unknown_session")
        for id in ["0", "-1", "x", "9223372036854775808", "1%20OR%201=1"] {
            try expectProblem(
                try await server.send(.delete, "/api/me/sessions/\(id)", as: other), 404, "unknown_session")
        }
        #expect(try await server.send(.get, "/api/me", as: one).status == 200)
    }

    @Test func `sessions come page by page, the newest first`() async throws {
        let member = try await server.member()
        var last: Person?
        for _ in 0..<5 { last = try await server.signIn(member) }
        let person = try #require(last)
        var (ids, cursor): ([Int64], String) = ([], "")
        repeat {
            let page = try await server.send(.get, "/api/me/sessions?limit=2\(cursor)", as: person).object()
            let items = try #require(page["items"] as? [[String: Any]])
            ids += items.compactMap { ($0["id"] as? NSNumber)?.int64Value }
            cursor = (page["next_cursor"] as? String).map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty && ids.count < 20
        #expect(ids.count == 5 && ids == ids.sorted(by: >) && Set(ids).count == 5)
        for (query, field) in [("limit=0", "limit"), ("limit=101", "limit"), ("cursor=x", "cursor")] {
            try expectProblem(
                try await server.send(.get, "/api/me/sessions?\(query)", as: person), 422, "invalid_parameter",
                field: field)
        }
    }

    @Test func `the oldest session makes room`() async throws {
        let member = try await server.member()
        let first = try await server.signIn(member)
        for _ in 0..<50 { _ = try await server.signIn(member) }
        try expectProblem(try await server.send(.get, "/api/me", as: first), 401, "not_signed_in")
    }

    @Test func `that a session is used is noted within seconds, once a minute`() async throws {
        let person = try await server.person(.customer)
        func age() async throws -> Double {
            let rows = try await server.pool.query(
                """
                SELECT extract(epoch FROM now() - last_seen_at)::float8 FROM sessions
                WHERE cookie_hash = \(person.cookie.hash)
                """)
            return try rows[0].column(0, as: Double.self)
        }
        try await server.pool.execute(
            "UPDATE sessions SET last_seen_at = now() - interval '1 hour' WHERE cookie_hash = \(person.cookie.hash)")
        #expect(try await server.send(.get, "/api/me", as: person).status == 200)
        let deadline = ContinuousClock.now + .seconds(20)
        while try await age() > 60, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try await age() < 60)
        try await server.pool.execute(
            "UPDATE sessions SET last_seen_at = now() - interval '30 seconds' WHERE cookie_hash = \(person.cookie.hash)"
        )
        #expect(try await server.send(.get, "/api/me", as: person).status == 200)
        try await Task.sleep(for: .milliseconds(1500))
        #expect(try await age() > 29)
    }
}
