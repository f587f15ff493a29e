import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

/// Bookings that name no centre. In Nagercoil's country, where no other test has centres.
@Suite(.server) struct AutoBookingTests {
    private static let place = ["pincode": "629702", "district": "Kanniyakumari", "city": "Nagercoil"]
    /// Which no centre of the sample offers in so long a time.
    private static var services: [[String: Any]] {
        [["service": "steam_leak", "price_paise": 70_000, "minutes": 45]]
    }

    private func centre(_ lat: Double, benches: Int = 1) async throws -> Int64 {
        var changes: [String: Any] = Self.place
        changes["services"] = Self.services
        changes["lat"] = lat
        changes["lng"] = 77.3
        changes["benches"] = benches
        return try await server.bookableCentre(changes)
    }

    private func body(_ start: String, _ changes: [String: Any] = [:]) -> String {
        let base: [String: Any] = [
            "pincode": "629702", "lat": 8.2, "lng": 77.3, "items": [["service": "steam_leak"]],
        ]
        return bookingBody("auto", start, base.merging(changes) { $1 })
    }

    @Test func `the nearest that is free is taken, and the answer says why`() async throws {
        try await withServer { server in
            try await ServerTrait.$server.withValue(server) {
                // Those of the sample are out of the way.
                try await server.pool.execute("UPDATE service_providers SET open_minutes = '{}' WHERE is_sample")
                let near = try await centre(8.21)
                let next = try await centre(8.24)
                let far = try await centre(8.30)
                let customer = try await server.person(.customer)
                let start = try #require(try await server.slots(near).first).starts_at
                let first = try await server.booked(body(start), as: customer)
                #expect(first.provider_id == near && first.rematch)
                let choice = try #require(first.assignment)
                #expect(choice.considered.prefix(3).map(\.provider_id) == [near, next, far])
                let second = try await server.booked(body(start), as: customer)
                #expect(second.provider_id == next)
                #expect(second.assignment?.excluded.contains { $0.provider_id == near && $0.reason == "taken" } == true)
                let kept = try await server.pool.query(
                    """
                    SELECT cause, provider_id, explanation->'considered'->0->>'provider_id' FROM booking_assignments
                    WHERE booking_id = \(second.id)
                    """)[0].decode(String.self, Int64.self, String.self)
                #expect(kept == ("auto", next, String(next)))
                // A better name within the same kilometre goes first, and a kilometre counts more than a name.
                let rival = try await centre(8.301)
                try await server.pool.execute(
                    "INSERT INTO provider_ratings (provider_id, reviews, stars) VALUES (\(rival), 10, 40)")
                let late = try #require(try await server.slots(far).last).starts_at
                for taken in [near, next] {
                    try await server.pool.execute(
                        "UPDATE service_providers SET open_minutes = '{}' WHERE id = \(taken)")
                }
                let third = try await server.booked(body(late), as: customer)
                #expect(third.provider_id == rival)
                #expect(third.assignment?.considered.map(\.provider_id) == [rival, far])
                #expect(third.assignment?.excluded.filter { $0.reason == "closed" }.count ?? 0 >= 2)
            }
        }
    }

    @Test func `nobody is sent farther than an iron is carried`() async throws {
        try await withServer { server in
            try await ServerTrait.$server.withValue(server) {
                try await server.closeSampleCentres()
                let away = try await centre(8.7)
                let customer = try await server.person(.customer)
                let start = try #require(try await server.slots(away).first).starts_at
                let reply = try await server.book(body(start), as: customer)
                try expectProblem(reply, 409, "slot_taken")
                #expect((try reply.object()["alternatives"] as? [Any])?.isEmpty == true)
                // A centre that is named may be as far as the customer likes.
                #expect(try await server.booked(body(start, ["provider_id": away]), as: customer).provider_id == away)
                let near = try await centre(8.24)
                let booking = try await server.booked(body(start), as: customer)
                #expect(booking.provider_id == near)
                let excluded = try #require(booking.assignment?.excluded)
                #expect(excluded.map(\.provider_id) == [away] && excluded.map(\.reason) == ["too_far"])
            }
        }
    }

    @Test func `only who comes is sent to the door`() async throws {
        try await withServer { server in
            try await ServerTrait.$server.withValue(server) {
                let near = try await centre(8.21)
                let far = try await centre(8.30)
                let customer = try await server.person(.customer)
                let start = try #require(try await server.slots(near, "mode=doorstep").first).starts_at
                let visit: [String: Any] = ["mode": "doorstep"]
                let before = try await server.book(body(start, visit), as: customer)
                if before.status == 201 {
                    let taken = try before.decode(BookingBody.self)
                    #expect(![near, far].contains(taken.provider_id))
                } else {
                    // Whether a centre of the sample comes there, and is open at that hour.
                    let problem: ProblemBody = try before.decode()
                    #expect(before.status == 422 && ["not_covered", "not_a_slot"].contains(problem.code))
                }
                try await server.serve(far, radius_km: 20)
                let booking = try await server.booked(body(start, visit), as: customer)
                #expect(booking.provider_id == far)
                #expect(booking.assignment?.considered.allSatisfy(\.covers) == true)
            }
        }
    }

    @Test func `when nobody is free several centres are offered`() async throws {
        try await withServer { server in
            try await ServerTrait.$server.withValue(server) {
                let centres = [try await centre(8.2001), try await centre(8.2002)]
                // Those of the sample are out of the way.
                try await server.pool.execute(
                    "UPDATE service_providers SET open_minutes = '{}' WHERE is_sample")
                let customer = try await server.person(.customer)
                let start = try #require(try await server.slots(centres[0]).first).starts_at
                for _ in centres { _ = try await server.booked(body(start), as: customer) }
                let reply = try await server.book(body(start), as: customer)
                try expectProblem(reply, 409, "slot_taken")
                let alternatives = try #require(try reply.object()["alternatives"] as? [[String: Any]])
                #expect(alternatives.count == 5)
                #expect(Set(alternatives.compactMap { $0["provider_id"] as? Int64 }) == Set(centres))
                let starts = alternatives.compactMap { $0["starts_at"] as? String }
                #expect(starts == starts.sorted())
                // At a time at which none of them works.
                let between = try #require(Timestamp.date(start)) + 60
                try expectProblem(
                    try await server.book(body(Timestamp.text(between)), as: customer), 422, "not_a_slot")
                let unknown = try await server.book(body(start, ["items": [["service": "no such"]]]), as: customer)
                try expectProblem(unknown, 422, "invalid_parameter", field: "items[0].service")
            }
        }
    }
}
