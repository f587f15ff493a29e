import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Many want the last uses of an offer, and give some back meanwhile.
struct OfferRaceTests {
    private static let customers = 40
    private static let limit: Int32 = 25

    @Test(.timeLimit(.minutes(5))) func `no race exceeds an offer's limits`() async throws {
        try await withServer { server in
            let centre = try await server.bookableCentre(["benches": 40])
            let offer = try await server.offer(["total_limit": Self.limit, "per_person_limit": 2])
            let code = try #require(offer.code)
            let starts = try await server.slots(centre, "days=3&service=cord_and_plug").map(\.starts_at)
            let results = try await withThrowingTaskGroup(of: [Int: Int].self) { group in
                for number in 0..<Self.customers {
                    group.addTask {
                        let customer = try await server.person(.customer)
                        return try await Self.useUp(code, centre, starts[number % 20], customer, server)
                    }
                }
                return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
            }
            #expect(Set(results.keys) == [201, 409], "\(results)")
            let (uses, stand, most, discounted) = try await server.pool.query(
                """
                SELECT o.uses, count(u.number), max(u.number),
                    (SELECT count(*) FROM bookings b WHERE b.offer_id = o.id AND b.discount_paise > 0
                        AND b.status NOT IN ('cancelled', 'rejected', 'expired'))
                FROM offers o LEFT JOIN offer_uses u ON u.offer_id = o.id WHERE o.id = \(offer.id) GROUP BY o.id
                """)[0].decode(Int32.self, Int.self, Int32?.self, Int.self)
            #expect(uses == Self.limit && stand == Int(Self.limit) && discounted == stand)
            #expect(most == 2)
        }
    }

    /// Books four times, and calls off the first that was made.
    private static func useUp(
        _ code: String, _ centre: Int64, _ start: String, _ customer: Person, _ server: TestServer
    ) async throws -> [Int: Int] {
        var statuses: [Int: Int] = [:]
        var isFirst = true
        let body = bookingBody(centre, start, ["offer_code": code, "items": [["service": "cord_and_plug"]]])
        for attempt in 1...4 {
            let reply = try await server.book(body, as: customer)
            statuses[reply.status, default: 0] += 1
            // Whoever gives a use back wants it again.
            guard reply.status == 201, isFirst, attempt < 4 else { continue }
            isFirst = false
            let booking: DiscountedBody = try reply.decode()
            let cancel = try await server.send(
                .post, "/api/bookings/\(booking.id)/cancel", as: customer, json: "{}")
            try #require(cancel.status == 200, "\(cancel.text)")
        }
        return statuses
    }
}
