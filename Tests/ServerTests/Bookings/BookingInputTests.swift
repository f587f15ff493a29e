import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What people and programs send that can't be booked: each has a clear answer, and nothing is written.
@Suite(.server) struct BookingInputTests {
    private static let hour: TimeInterval = 3600

    @Test func `times that no list of slots has are no slots`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let listed = try #require(try await server.slots(centre).first).starts_at
        let start = try #require(Timestamp.date(listed))
        for (what, time) in [
            ("past", start - 48 * Self.hour), ("between two", start + 60), ("a second later", start + 1),
            ("a year ahead", start + 365 * 24 * Self.hour), ("beyond the horizon", start + 91 * 24 * Self.hour),
        ] {
            let reply = try await server.book(bookingBody(centre, Timestamp.text(time)), as: customer)
            #expect(reply.status == 422, "\(what)")
            try expectProblem(reply, 422, "not_a_slot")
        }
    }

    @Test func `the same moment in another zone is the same slot`() async throws {
        let centre = try await server.bookableCentre(["benches": 3])
        let customer = try await server.person(.customer)
        let listed = try #require(try await server.slots(centre).first).starts_at
        let moment = try #require(Timestamp.date(listed))
        let greenwich = moment.formatted(.iso8601)
        let zone = try #require(TimeZone(secondsFromGMT: 32_400))
        let tokyo = moment.formatted(Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: zone))
        for text in [listed, greenwich, tokyo] {
            #expect(try await server.booked(bookingBody(centre, text), as: customer).starts_at == listed)
        }
    }

    @Test func `outside hours, and where the repair would go on after closing, is no slot`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        // 09:00 to 18:00 each day.
        let hours = (0..<7).map { "[\($0 * 1440 + 540),\($0 * 1440 + 1080))" }.joined(separator: ",")
        try await server.pool.execute(
            "UPDATE service_providers SET open_minutes = \("{\(hours)}")::int4multirange WHERE id = \(centre)")
        let day = try #require(try await server.slots(centre, "days=3").last).starts_at.prefix(10)
        for (time, status) in [
            ("08:30", 422), ("03:00", 422), ("18:00", 422), ("17:30", 422), ("17:00", 201), ("09:00", 201),
        ] {
            let reply = try await server.book(bookingBody(centre, "\(day)T\(time):00+05:30"), as: customer)
            #expect(reply.status == status, "\(time)")
            if status == 422 { try expectProblem(reply, 422, "not_a_slot") }
        }
    }

    /// A change of the body, and the field that is at fault.
    private static let faults: [(change: [String: any Sendable], field: String, code: String)] = [
        (["starts_at": "2026-12-24T10:00:00"], "starts_at", "invalid_parameter"),
        (["starts_at": "2026-12-24"], "starts_at", "invalid_parameter"),
        (["starts_at": "2026-02-30T10:00:00+05:30"], "starts_at", "invalid_parameter"),
        (["starts_at": 1_790_000_000], "starts_at", "invalid_parameter"),
        (["provider_id": "best"], "provider_id", "invalid_parameter"),
        (["provider_id": 0], "provider_id", "invalid_parameter"),
        (["mode": "by_post"], "mode", "invalid_parameter"),
        (["pincode": "60001"], "pincode", "invalid_pincode"),
        (["pincode": "560001"], "pincode", "unknown_pincode"),
        (["items": [String]()], "items", "invalid_parameter"),
        (["items": [[String: String]](repeating: ["service": "thermostat"], count: 11)], "items", "invalid_parameter"),
        (["items": [["service": "steam_leak"]]], "items[0].service", "invalid_parameter"),
        (["items": [["service": "thermostat"], ["service": "no such"]]], "items[1].service", "invalid_parameter"),
        (
            ["items": [["service": "thermostat", "description": String(repeating: "x", count: 301)]]],
            "items[0].description", "invalid_parameter"
        ),
        (["items": [["service": "thermostat", "price_paise": "1"]]], "items[0].price_paise", "unknown_parameter"),
        (["notes": String(repeating: "x", count: 1001)], "notes", "invalid_parameter"),
        (["notes": "a\u{0}b"], "notes", "invalid_parameter"),
        (["address": String(repeating: "x", count: 301)], "address", "invalid_parameter"),
        (["lat": 13.08], "lng", "invalid_parameter"), (["lng": 80.2], "lat", "invalid_parameter"),
        (["lat": 80.28, "lng": 13.08], "lat", "invalid_parameter"),
        (["rematch": "yes"], "rematch", "invalid_parameter"), (["pay_first": 1], "pay_first", "invalid_parameter"),
        (["total_paise": 1], "total_paise", "unknown_parameter"),
        (["customer": ["name": "A", "phone": "9876543210"]], "customer", "unknown_parameter"),
    ]

    @Test func `a field at fault is named`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).first).starts_at
        for fault in Self.faults {
            let reply = try await server.book(bookingBody(centre, start, fault.change), as: customer)
            #expect(reply.status == 422, "\(fault)")
            try expectProblem(reply, 422, fault.code, field: fault.field)
        }
        for name in ["provider_id", "mode", "pincode", "starts_at", "items"] {
            let reply = try await server.book(bookingBody(centre, start, without: [name]), as: customer)
            try expectProblem(reply, 422, "invalid_parameter", field: name)
        }
        #expect(
            try await server.pool.query("SELECT 1 FROM bookings WHERE customer_id = \(customer.id)").isEmpty)
    }

    @Test func `long texts of a script whose letters take several code points fit`() async throws {
        let centre = try await server.bookableCentre()
        let customer = try await server.person(.customer)
        let start = try #require(try await server.slots(centre).first).starts_at
        let changes: [String: Any] = [
            "notes": String(repeating: "நி", count: 1000), "address": String(repeating: "கு", count: 300),
            "items": [["service": "thermostat", "description": String(repeating: "சு", count: 300)]],
        ]
        let reply = try await server.book(bookingBody(centre, start, changes), as: customer)
        #expect(reply.status == 201, "\(reply.text)")
    }

    @Test func `a body of 1 MB, of another kind or no JSON is refused`() async throws {
        let customer = try await server.person(.customer)
        let large = bookingBody(1, "2026-12-24T10:00:00+05:30", ["notes": String(repeating: "x", count: 1 << 20)])
        try expectProblem(try await server.book(large, as: customer), 413, "too_large")
        try expectProblem(try await server.book("{", as: customer), 400, "invalid_json")
        var headers = customer.headers
        headers[.contentType] = "text/plain"
        try expectProblem(
            try await server.send(.post, "/api/bookings", headers: headers, body: "{}"), 415, "unsupported_type")
    }

    @Test func `a dispatcher says for whom, and a centre that isn't there is told`() async throws {
        let dispatcher = try await server.person(.dispatcher)
        let customer = try await server.person(.customer)
        let start = "2026-12-24T10:00:00+05:30"
        try expectProblem(
            try await server.book(bookingBody(1, start), as: dispatcher), 422, "invalid_parameter", field: "customer")
        try expectProblem(
            try await server.book(
                bookingBody(1, start, ["customer": ["name": "A", "phone": "12345"]]), as: dispatcher), 422,
            "invalid_parameter", field: "customer.phone")
        try expectProblem(
            try await server.book(bookingBody(999_999_999, start), as: customer), 404, "unknown_provider")
    }
}
