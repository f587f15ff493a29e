import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct SlotRoutesTests {
    @Test func `slots are so many days of Asia-Kolkata, none in the past`() async throws {
        let centre = try await server.bookableCentre()
        let slots = try await server.slots(centre, "days=1")
        let today = Timestamp.text(Date()).prefix(10)
        #expect(slots.allSatisfy { $0.starts_at.hasPrefix(today) && $0.starts_at.hasSuffix("+05:30") })
        let tomorrow = Timestamp.text(Date() + 86_400).prefix(10)
        let whole = try await server.slots(centre, "from=\(tomorrow)&days=1&service=cord_and_plug")
        #expect(whole.count == 48 && whole.first?.starts_at == "\(tomorrow)T00:00:00+05:30")
        #expect(whole.first?.ends_at == "\(tomorrow)T00:30:00+05:30")
        #expect(try await server.slots(centre, "from=\(tomorrow)&days=14").count == 14 * 48)
        #expect(try await server.slots(centre, "from=2020-01-01&days=14") == [])
        #expect(try await server.slots(centre, "from=9999-12-31&days=14") == [])
        let yesterday = Timestamp.text(Date() - 86_400).prefix(10)
        #expect(try await server.slots(centre, "from=\(yesterday)&days=2") == slots)
    }

    @Test func `a centre that does nothing, or never opens, has no slots`() async throws {
        let idle = try await server.bookableCentre(["services": [String]()])
        #expect(try await server.slots(idle) == [])
        let shut = try await server.bookableCentre()
        try await server.pool.execute("UPDATE service_providers SET open_minutes = '{}' WHERE id = \(shut)")
        #expect(try await server.slots(shut) == [])
        try expectProblem(try await server.get("/api/providers/999999999/slots"), 404, "unknown_provider")
        try expectProblem(try await server.get("/api/providers/abc/slots"), 404, "unknown_provider")
    }

    @Test(arguments: [
        ("days=0", "days", "invalid_parameter"), ("days=15", "days", "invalid_parameter"),
        ("from=2026-02-30", "from", "invalid_parameter"), ("from=tomorrow", "from", "invalid_parameter"),
        ("mode=post", "mode", "invalid_parameter"), ("service=steam_leak", "service", "invalid_parameter"),
        ("service=thermostat&service=none", "service", "invalid_parameter"),
        ("days=1&days=2", "days", "invalid_parameter"), ("day=1", "day", "unknown_parameter"),
        (
            String(repeating: "service=thermostat&", count: 11) + "days=1", "service", "invalid_parameter"
        ),
    ])
    func `what can't be meant is refused`(query: String, field: String, code: String) async throws {
        let centre = try await server.bookableCentre()
        try expectProblem(try await server.get("/api/providers/\(centre)/slots?\(query)"), 422, code, field: field)
    }

    @Test func `a centre's answer says when it is free next, and how it is rated`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        var body = try await server.get("/api/providers/\(centre)").object()
        let slots = try await server.slots(centre)
        #expect(body["next_free_at"] as? String == slots[0].starts_at)
        #expect(body["rating"] is NSNull)
        _ = try await server.booked(bookingBody(centre, slots[0].starts_at), as: customer)
        try await server.pool.execute(
            "INSERT INTO provider_ratings (provider_id, reviews, stars) VALUES (\(centre), 3, 13)")
        body = try await server.get("/api/providers/\(centre)").object()
        #expect(body["next_free_at"] as? String == slots[2].starts_at)
        let rating = try #require(body["rating"] as? [String: Any])
        #expect(rating["average"] as? Double == 4.33 && rating["reviews"] as? Int == 3)
        try await server.pool.execute("UPDATE service_providers SET open_minutes = '{}' WHERE id = \(centre)")
        body = try await server.get("/api/providers/\(centre)").object()
        #expect(body["next_free_at"] is NSNull)
    }
}
