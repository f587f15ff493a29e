import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Marketplace
import NIOCore
import Postgres
import Testing

@testable import Server

/// Very many want few hours. `make bench-bookings` does the same with 1,000,000 attempts.
struct BookingRaceTests {
    private static let attempts = 20_000
    private static let clients = 64
    private static let starts = 50
    private static let benches = 4

    @Test(.timeLimit(.minutes(5)))
    func `20,000 attempts on 200 slots make 200 bookings`() async throws {
        try await withServer { server in
            let centre = try await server.bookableCentre(["benches": Self.benches])
            let slots = try await server.slots(centre, "days=3&service=cord_and_plug").prefix(Self.starts).map(
                \.starts_at)
            try #require(slots.count == Self.starts)
            var customers: [Person] = []
            for _ in 0..<Self.clients { customers.append(try await server.person(.customer)) }
            let statuses = try await attempt(centre, slots, customers, on: server)
            #expect(statuses == [201: Self.starts * Self.benches, 409: Self.attempts - Self.starts * Self.benches])
            let (made, overlaps) = try await server.pool.query(
                """
                SELECT count(*), count(*) FILTER (WHERE begins < before) FROM (
                    SELECT scheduled_at AS begins, max(upper(during)) OVER (
                        PARTITION BY resource_id ORDER BY scheduled_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                        AS before
                    FROM bookings WHERE provider_id = \(centre)) AS b
                """)[0].decode(Int.self, Int.self)
            #expect(made == Self.starts * Self.benches && overlaps == 0)
            let written = try await server.pool.query(
                """
                SELECT (SELECT count(*) FROM booking_items), (SELECT count(*) FROM booking_history),
                    (SELECT count(*) FROM jobs WHERE kind = 'tell_of_booking'),
                    (SELECT count(*) FROM audit_log WHERE action = 'booking.created')
                """)[0].decode(Int.self, Int.self, Int.self, Int.self)
            #expect(written == (made, made, made, made))
        }
    }

    /// How often which status came.
    private func attempt(
        _ centre: Int64, _ slots: [String], _ customers: [Person], on server: TestServer
    ) async throws -> [Int: Int] {
        let bodies = slots.map { bookingBody(centre, $0, ["items": [["service": "cord_and_plug"]]]) }
        return try await server.application.test(.router) { client in
            try await withThrowingTaskGroup(of: [Int: Int].self) { group in
                for (number, customer) in customers.enumerated() {
                    group.addTask {
                        var generator = PCG64(seed: UInt64(number))
                        var headers = customer.headers
                        headers[.contentType] = "application/json"
                        var statuses: [Int: Int] = [:]
                        for _ in stride(from: number, to: Self.attempts, by: Self.clients) {
                            let body = bodies[Int.random(in: 0..<bodies.count, using: &generator)]
                            let answer = try await client.executeRequest(
                                uri: "/api/bookings", method: .post, headers: headers, body: ByteBuffer(string: body))
                            statuses[answer.status.code, default: 0] += 1
                        }
                        return statuses
                    }
                }
                return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
            }
        }
    }
}
