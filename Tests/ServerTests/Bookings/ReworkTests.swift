import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// A repair that is done again free of charge.
@Suite(.serialized) struct ReworkTests {
    private static var hours: [[String: Any]] {
        (1...7).map { ["weekday": $0, "opens": "00:00", "closes": "24:00"] }
    }

    private func completed(_ server: TestServer) async throws -> (StoredBooking, customer: Person, owner: Person) {
        let (centre, owner) = try await server.ownedCentre(["hours": Self.hours, "benches": 1])
        let customer = try await server.person(.customer)
        let booking = try await server.stored(of: customer.id, at: centre, status: "accepted")
        try await booking.become(through: "in_progress", "completed")
        return (booking, customer, owner)
    }

    private func rework(
        _ booking: StoredBooking, as person: Person, hour: Int, key: String? = nil
    ) async throws -> Reply {
        let start = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 3600).rounded(.down) * 3600)
        let body = json(["starts_at": Timestamp.text(start + Double(hour) * 3600), "notes": "Still cold"])
        var headers = person.headers
        headers[.contentType] = "application/json"
        headers[.idempotencyKey] = key
        return try await booking.server.send(
            .post, "/api/bookings/\(booking.id)/rework", headers: headers, body: body)
    }

    @Test func `it is free, points to the first, and there is one at a time`() async throws {
        try await withServer { server in
            let (booking, customer, owner) = try await completed(server)
            let reply = try await rework(booking, as: customer, hour: 48)
            #expect(reply.status == 201, "\(reply.text)")
            let made = try reply.object()
            #expect(made["total_paise"] as? Int == 0 && made["warranty_of"] as? Int == Int(booking.id))
            #expect(made["status"] as? String == "pending" && made["notes"] as? String == "Still cold")
            #expect((made["items"] as? [[String: Any]])?.count == 1)
            let id = try #require(made["id"] as? Int)
            #expect(reply.headers[.location] == "/api/bookings/\(id)")
            let second = try await rework(booking, as: customer, hour: 72)
            try expectProblem(second, 409, "rework_open")
            #expect(try second.object()["rework_id"] as? Int == id)
            let jobs = try await server.pool.query(
                "SELECT count(*) FROM jobs WHERE kind = 'tell_of_booking' AND payload->>'bookingID' = \(String(id))")
            #expect(try jobs[0].decode(Int.self) == 1)
            for person in [owner, try await server.person(.customer)] {
                try expectProblem(try await rework(booking, as: person, hour: 72), 404, "unknown_booking")
            }
            try await server.pool.execute(
                "UPDATE bookings SET status = 'cancelled', changed_role = 'customer' WHERE id = \(Int64(id))")
            #expect(try await rework(booking, as: server.person(.dispatcher), hour: 72).status == 201)
        }
    }

    @Test func `the same key with the same body has the first answer`() async throws {
        try await withServer { server in
            let (booking, customer, _) = try await completed(server)
            let first = try await rework(booking, as: customer, hour: 48, key: "again")
            let second = try await rework(booking, as: customer, hour: 48, key: "again")
            #expect(first.status == 201 && second.status == 201 && first.body == second.body, "\(second.text)")
            #expect(first.headers[.idempotentReplayed] == nil && second.headers[.idempotentReplayed] == "true")
            #expect(first.headers[.location] == second.headers[.location])
            try expectProblem(
                try await rework(booking, as: customer, hour: 72, key: "again"), 422, "idempotency_key_reused",
                field: "Idempotency-Key")
            let made = try await server.pool.query("SELECT count(*) FROM bookings WHERE warranty_of = \(booking.id)")
            #expect(try made[0].decode(Int.self) == 1)
        }
    }

    @Test func `only what is done, in time, at a free start`() async throws {
        try await withServer { server in
            let (booking, customer, _) = try await completed(server)
            let centre = try await server.pool.query("SELECT provider_id FROM bookings WHERE id = \(booking.id)")[0]
                .decode(Int64.self)
            let open = try await server.stored(of: customer.id, at: centre, hour: 30, status: "accepted")
            try expectProblem(try await rework(open, as: customer, hour: 48), 409, "not_completed")
            let taken = try await rework(booking, as: customer, hour: 30)
            try expectProblem(taken, 409, "slot_taken")
            #expect((try taken.object()["alternatives"] as? [Any])?.isEmpty == false)
            try expectProblem(try await rework(booking, as: customer, hour: -5), 422, "not_a_slot")
            try expectProblem(try await rework(booking, as: customer, hour: 24 * 365), 422, "not_a_slot")
            try await server.pool.execute(
                "UPDATE booking_history SET at = now() - interval '31 days' WHERE booking_id = \(booking.id)")
            try expectProblem(try await rework(booking, as: customer, hour: 48), 409, "warranty_over")
        }
    }

    @Test func `rework that is done again has the warranty of the repair that was paid for`() async throws {
        try await withServer { server in
            let (paid, customer, _) = try await completed(server)
            let made = try #require(try await rework(paid, as: customer, hour: 48).object()["id"] as? Int)
            let again = StoredBooking(id: Int64(made), reference: "", server: server)
            try await again.become(through: "accepted", "in_progress", "completed")
            let third = try await rework(again, as: customer, hour: 72)
            #expect(third.status == 201, "\(third.text)")
            #expect(try third.object()["warranty_of"] as? Int == made)
            // Whichever of the two is named, it is under way.
            for booking in [paid, again] {
                try expectProblem(try await rework(booking, as: customer, hour: 96), 409, "rework_open")
            }
            try await server.pool.execute(
                "UPDATE bookings SET status = 'cancelled', changed_role = 'customer' WHERE warranty_of = \(again.id)")
            let page = "/bookings/\(again.id)/rework"
            #expect(try await server.send(.get, "/bookings/\(again.id)", as: customer).text.contains(page))
            try await server.pool.execute(
                "UPDATE booking_history SET at = now() - interval '31 days' WHERE booking_id = \(paid.id)")
            for booking in [paid, again] {
                try expectProblem(try await rework(booking, as: customer, hour: 96), 409, "warranty_over")
            }
            let late = try await server.send(.get, "/bookings/\(again.id)", as: customer)
            #expect(late.status == 200 && !late.text.contains(page))
        }
    }
}
