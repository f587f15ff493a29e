import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// When a centre is closed although its weekly hours say open.
@Suite(.server) struct ClosureTests {
    private struct Closures: Decodable {
        struct Closure: Decodable, Equatable {
            let id: Int64
            let from: String
            let to: String
            let reason: String?
        }
        let items: [Closure]
        let next_cursor: String?
    }

    private static var always: [[String: Any]] {
        (1...7).map { ["weekday": $0, "opens": "00:00", "closes": "24:00"] }
    }

    private func time(_ seconds: TimeInterval) -> String { Timestamp.text(Date() + seconds) }

    private func close(
        _ id: Int64, _ from: TimeInterval, _ to: TimeInterval, reason: String? = nil, as person: Person
    ) async throws -> Reply {
        var body = ["from": time(from), "to": time(to)]
        body["reason"] = reason
        return try await server.send(.post, "/api/providers/\(id)/closures", as: person, json: json(body))
    }

    private func isOpen(_ id: Int64) async throws -> [Bool] {
        let detail: ProviderBody = try await server.read("/api/providers/\(id)")
        let list: ProviderPage = try await server.read("/api/providers?q=\(encoded(detail.center_name))")
        let nearest = try await server.get("/api/providers/nearest?pincode=600001&limit=50").decode(NearestOpen.self)
        return [detail.open_now, try #require(list.items.first).open_now]
            + nearest.items.filter { $0.id == id }.map(\.open_now)
    }

    private struct NearestOpen: Decodable {
        struct Item: Decodable {
            let id: Int64
            let open_now: Bool
        }
        let items: [Item]
    }

    @Test func `a centre that is closed now isn't open, wherever it is shown, until it is taken back`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.approvedCentre(
            ["center_name": "Closing \(UUID().uuidString)", "hours": Self.always], of: owner)
        #expect(try await isOpen(centre.id) == [true, true, true])
        let reply = try await close(centre.id, -60, 3600, reason: "Pongal பொங்கல்", as: owner)
        #expect(reply.status == 201, "\(reply.text)")
        let closure: Closures.Closure = try reply.decode()
        #expect(closure.reason == "Pongal பொங்கல்" && closure.from.hasSuffix("+05:30"))
        #expect(try await isOpen(centre.id) == [false, false, false])
        let shown = try await server.get("/api/providers/\(centre.id)").text
        #expect(shown.contains(closure.from) && !shown.contains("Pongal"), "when, but not why")
        let deleted = try await server.send(.delete, "/api/closures/\(closure.id)", as: owner)
        #expect(deleted.status == 204 && deleted.text.isEmpty)
        #expect(try await isOpen(centre.id) == [true, true, true])
        try expectProblem(await server.send(.delete, "/api/closures/\(closure.id)", as: owner), 404, "unknown_closure")
        #expect(try await server.audit(of: closure.id, "closure") == ["closure.created", "closure.deleted"])
    }

    @Test func `closures come in their order, page by page, without those that are over`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        for day in [3, 1, 2] {
            #expect(
                try await close(centre.id, Double(day) * 86_400, Double(day) * 86_400 + 3600, as: owner).status == 201)
        }
        try await server.pool.execute(
            """
            INSERT INTO closures (provider_id, during, created_at)
            VALUES (\(centre.id), '[2020-01-01,2020-01-02)', '2019-12-31')
            """)
        let uri = "/api/providers/\(centre.id)/closures"
        let all = try await server.send(.get, uri, as: owner).decode(Closures.self)
        #expect(all.items.count == 3 && all.items == all.items.sorted { $0.from < $1.from })
        let first = try await server.send(.get, uri + "?limit=2", as: owner).decode(Closures.self)
        let cursor = encoded(try #require(first.next_cursor))
        let rest = try await server.send(.get, uri + "?limit=2&cursor=\(cursor)", as: owner).decode(Closures.self)
        #expect(first.items + rest.items == all.items && rest.next_cursor == nil)
        #expect(
            try await server.send(.get, uri, as: try await server.person(.admin)).decode(Closures.self).items
                == all.items)
    }

    @Test func `closures may touch, and not overlap`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        #expect(try await close(centre.id, 3600, 7200, as: owner).status == 201)
        try expectProblem(await close(centre.id, 5000, 9000, as: owner), 409, "closure_overlaps")
        let (from, to) = (Date() + 10_000, Date() + 20_000)
        for (from, to) in [(from, to), (to, to + 100)] {
            let body = json(["from": Timestamp.text(from), "to": Timestamp.text(to)])
            let reply = try await server.send(
                .post, "/api/providers/\(centre.id)/closures", as: owner, json: body)
            #expect(reply.status == 201, "\(reply.text)")
        }
        #expect(try await close(try await server.register(as: owner).id, 3600, 7200, as: owner).status == 201)
    }

    @Test func `what is not acceptable is refused by its name`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let uri = "/api/providers/\(centre.id)/closures"
        let day = 86_400.0
        for (from, to, field) in [
            (7200, 3600, "to"), (3600, 3600, "to"), (-7200, -3600, "to"), (day, 368 * day, "to"),
            (732 * day, 733 * day, "from"),
        ] as [(Double, Double, String)] {
            try expectProblem(await close(centre.id, from, to, as: owner), 422, "invalid_parameter", field: field)
        }
        for (body, field) in [
            ("{}", "from"), (#"{"from":"2027-01-01T00:00:00Z"}"#, "to"),
            (#"{"from":"2027-01-01","to":"2027-01-02T00:00:00Z"}"#, "from"),
            (#"{"from":"2027-01-01T00:00:00Z","to":"2027-02-30T00:00:00Z"}"#, "to"),
            (#"{"from":1,"to":2}"#, "from"),
            (#"{"from":"2027-01-01T00:00:00Z","to":"2027-01-02T00:00:00Z","reason":7}"#, "reason"),
        ] {
            try expectProblem(
                await server.send(.post, uri, as: owner, json: body), 422, "invalid_parameter", field: field)
        }
        let other = #"{"from":"2027-01-01T00:00:00Z","to":"2027-01-02T00:00:00Z","provider_id":1}"#
        try expectProblem(
            await server.send(.post, uri, as: owner, json: other), 422, "unknown_parameter", field: "provider_id")
    }

    @Test func `a centre may have fifty closures that are not over`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        try await server.pool.execute(
            """
            INSERT INTO closures (provider_id, during)
            SELECT \(centre.id), tstzrange(now() + n * interval '1 day', now() + n * interval '1 day' + interval '1 hour')
            FROM generate_series(1, 50) AS n
            """)
        try expectProblem(await close(centre.id, 100, 200, as: owner), 409, "too_many_closures")
    }

    @Test func `another's closure isn't there, and an admin may take any back`() async throws {
        let centre = try await server.register(as: try await server.person(.provider))
        let admin = try await server.person(.admin)
        let id = try await close(centre.id, 3600, 7200, as: admin).decode(Closures.Closure.self).id
        let other = try await server.person(.provider)
        for id in ["\(id)", "0", "x", "99999999999999999999"] {
            try expectProblem(await server.send(.delete, "/api/closures/\(id)", as: other), 404, "unknown_closure")
        }
        #expect(try await server.send(.delete, "/api/closures/\(id)", as: admin).status == 204)
    }

    @Test func `closing and reopening at the same moment keeps the centre's row right`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    let from = Double(number) * 7200 + 3600
                    let reply = try await close(centre.id, from, from + 3600, as: owner)
                    #expect(reply.status == 201, "\(reply.text)")
                    guard number % 2 == 0 else { return }
                    let id = try reply.decode(Closures.Closure.self).id
                    #expect(try await server.send(.delete, "/api/closures/\(id)", as: owner).status == 204)
                }
            }
            try await group.waitForAll()
        }
        let rows = try await server.pool.query(
            """
            SELECT s.closed_during = (SELECT range_agg(during) FROM closures WHERE provider_id = s.id),
                (SELECT count(*) FROM closures WHERE provider_id = s.id)
            FROM service_providers s WHERE id = \(centre.id)
            """)
        let (isRight, count) = try rows[0].decode(Bool.self, Int.self)
        #expect(isRight && count == 6)
    }
}
