import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Finding a centre for what has none, and for what its centre leaves undone.
@Suite(.serialized) struct BookingDispatchTests {
    private struct Board: Decodable {
        struct Item: Decodable { let id: Int64 }
        let items: [Item]
        let next_cursor: String?
    }

    private struct Candidates: Decodable {
        struct Centre: Decodable {
            let provider_id: Int64
            let distance_m: Double
            let free: Bool
            let next_free_at: String?
            let reason: String?
        }
        let considered: [Centre]
        let excluded: [Centre]
    }

    private func second(_ ground: BookingGround, _ changes: [String: Any] = [:]) async throws -> Int64 {
        let place: [String: Any] = ["lat": 13.0926939, "lng": 80.2870123]
        return try await ground.server.openCentre(
            place.merging(changes) { $1 }, of: try await ground.server.person(.provider))
    }

    private func board(_ ground: BookingGround, _ query: String) async throws -> Board {
        try await ground.server.send(.get, "/api/dispatch/bookings?\(query)", as: ground.dispatcher).decode()
    }

    @Test func `the board shows what waits for a dispatcher and what is late, page by page`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            var (lost, unanswered): ([Int64], [Int64]) = ([], [])
            for hour in [9, 7, 8] {
                let id = try await ground.booked(at: .tomorrow(hour))
                try await server.pool.execute(
                    """
                    UPDATE bookings SET provider_id = NULL, resource_id = NULL, needs_dispatch = true, respond_by = NULL,
                        changed_by = NULL, changed_role = 'system' WHERE id = \(id)
                    """)
                lost.append(id)
            }
            for hour in [16, 15] {
                let id = try await ground.booked(at: .tomorrow(hour))
                try await server.letTimePass(for: id)
                unanswered.append(id)
            }
            _ = try await ground.booked(at: .tomorrow(18))
            // Its centre may still answer, but the customer has come already.
            let begun = try await ground.booked(at: Date() - 5000)
            let idle = try await ground.booked("accepted", at: Date() - 1000)
            _ = try await ground.booked("accepted", at: Date() + 3600)
            #expect(try await board(ground, "queue=unassigned").items.map(\.id) == [lost[1], lost[2], lost[0]])
            let first = try await board(ground, "limit=2")
            let rest = try await board(ground, "limit=2&cursor=\(encoded(try #require(first.next_cursor)))")
            #expect((first.items + rest.items).map(\.id) == [lost[1], lost[2], lost[0]] && rest.next_cursor == nil)
            let late = try await board(ground, "queue=late").items.map(\.id)
            #expect(late == [begun, idle, unanswered[1], unanswered[0]])
            try expectProblem(
                await server.send(.get, "/api/dispatch/bookings?queue=all", as: ground.admin), 422,
                "invalid_parameter", field: "queue")
        }
    }

    @Test func `candidates say who could, and why others couldn't`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            try await server.closeSampleCentres()
            let free = try await second(ground)
            let taken = try await second(ground, ["lat": 13.1016939])
            let other = try await second(
                ground,
                ["lat": 13.1106939, "services": [["service": "thermostat", "price_paise": 1, "minutes": 30]]])
            let far = try await second(
                ground, ["pincode": "625001", "district": "Madurai", "city": "Madurai", "lat": 9.9252, "lng": 78.1198])
            let closed = try await second(
                ground, ["lat": 13.1196939, "hours": [["weekday": 1, "opens": "01:00", "closes": "01:30"]]])
            _ = try await ground.booked(centre: taken)
            let booking = try await ground.booked()
            let reply = try await server.send(.get, "/api/bookings/\(booking)/candidates", as: ground.dispatcher)
            let found = try reply.decode(Candidates.self)
            #expect(found.considered.map(\.provider_id) == [free] && found.considered.first?.free == true)
            #expect(found.considered.first?.next_free_at != nil)
            let reasons = Dictionary(uniqueKeysWithValues: found.excluded.map { ($0.provider_id, $0.reason) })
            #expect(
                reasons == [
                    ground.centre: "had_it", taken: "taken", other: "service_not_offered", far: "too_far",
                    closed: "closed",
                ])
            #expect(found.excluded.first { $0.provider_id == other }?.next_free_at == nil)
            try expectProblem(
                await server.send(.get, "/api/bookings/0/candidates", as: ground.admin), 404, "unknown_booking")
        }
    }

    @Test func `a dispatcher gives a booking to another centre, which then has it`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let next = try await second(ground)
            for (status, hour) in [("pending", 10), ("accepted", 12)] {
                let booking = try await ground.booked(status, at: .tomorrow(hour))
                let body = try await ground.assign(booking, to: next).decode(BookingBody.self)
                #expect(
                    body.status == status && body.provider_id == next
                        && (body.respond_by != nil) == (status == "pending"))
                let line = try #require(body.history?.last)
                #expect(line.by_role == "dispatcher" && line.note == "Nearer." && line.provider_id == next)
                #expect(try await ground.assign(booking, to: next).decode(BookingBody.self).history?.count == 2)
                let rows = try await server.pool.query(
                    "SELECT cause, reason FROM booking_assignments WHERE booking_id = \(booking)")
                let (cause, reason) = try rows[0].decode(String.self, String.self)
                #expect(rows.count == 1 && cause == "dispatched" && reason == "Nearer.")
                #expect(try await server.told(of: booking) == 1)
            }
        }
    }

    @Test func `what is late goes to another centre at a time that is free there`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let next = try await second(ground)
            let booking = try await ground.booked("accepted", at: Date() - 3600)
            try expectProblem(await ground.assign(booking, to: next), 422, "not_a_slot")
            let wrong: [Date] = [Date() - 60, .tomorrow(9, 7), .tomorrow(9, days: 100)]
            for start in wrong {
                try expectProblem(await ground.assign(booking, to: next, at: start), 422, "not_a_slot")
            }
            let body = try await ground.assign(booking, to: next, at: .tomorrow(9)).decode(BookingBody.self)
            #expect(body.status == "accepted" && body.provider_id == next)
            #expect(body.starts_at == Timestamp.text(.tomorrow(9)) && body.ends_at == Timestamp.text(.tomorrow(9, 30)))
            let line = try #require(body.history?.last)
            #expect(body.history?.count == 2 && line.starts_at == body.starts_at && line.note == "Nearer.")
            #expect(try await server.audit(of: booking, "booking") == ["booking.assigned", "booking.rescheduled"])
            #expect(try await ground.row(booking).fee_paise == 0)
            // At the same centre it moves too, and asked for again nothing more is done.
            for _ in 0..<2 {
                let moved = try await ground.assign(booking, to: next, at: .tomorrow(10)).decode(BookingBody.self)
                #expect(moved.starts_at == Timestamp.text(.tomorrow(10)) && moved.history?.count == 3)
            }
            let other = try await ground.booked("accepted", at: Date() - 7200)
            let taken = try await ground.assign(other, to: next, at: .tomorrow(10))
            try expectProblem(taken, 409, "slot_taken")
            let alternatives = try #require(try taken.object()["alternatives"] as? [[String: Any]])
            #expect(alternatives.first?["starts_at"] as? String == Timestamp.text(.tomorrow(10, 30)))
            try expectProblem(
                await server.send(
                    .post, "/api/bookings/\(other)/assign", as: ground.dispatcher,
                    json: #"{"provider_id":1,"reason":"x","starts_at":"2026-12-24T10:00:00"}"#), 422,
                "invalid_parameter", field: "starts_at")
        }
    }

    @Test func `what can't be assigned is refused by its name`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let (taken, other) = (
                try await second(ground),
                try await second(
                    ground,
                    [
                        "lat": 13.1016939,
                        "services": [["service": "thermostat", "price_paise": 1, "minutes": 30]],
                    ])
            )
            let closed = try await second(
                ground, ["lat": 13.1196939, "hours": [["weekday": 1, "opens": "01:00", "closes": "01:30"]]])
            _ = try await ground.booked(centre: taken)
            let booking = try await ground.booked()
            let reply = try await ground.assign(booking, to: taken)
            try expectProblem(reply, 409, "slot_taken")
            let alternatives = try #require(try reply.object()["alternatives"] as? [[String: Any]])
            #expect((alternatives.first?["provider_id"] as? NSNumber)?.int64Value == taken)
            try expectProblem(await ground.assign(booking, to: closed), 422, "not_a_slot")
            try expectProblem(
                await ground.assign(booking, to: other), 422, "invalid_parameter", field: "provider_id")
            try expectProblem(await ground.assign(booking, to: 999_999), 404, "unknown_provider")
            try expectProblem(await ground.assign(999_999, to: taken), 404, "unknown_booking")
            let door = try await ground.booked(at: .tomorrow(14), mode: "doorstep", place: (13.0836939, 80.2870123))
            let far = try await ground.assign(door, to: taken)
            try expectProblem(far, 422, "not_covered")
            #expect(try far.object()["providers"] is [[String: Any]])
            let done = try await ground.booked("completed", at: .tomorrow(16))
            try expectProblem(await ground.assign(done, to: taken), 409, "illegal_transition")
            try expectProblem(
                await server.send(
                    .post, "/api/bookings/\(booking)/assign", as: ground.admin, json: #"{"provider_id":1}"#), 422,
                "invalid_parameter", field: "reason")
            #expect(try await ground.row(booking).provider == ground.centre)
        }
    }

    @Test func `a suspended centre's bookings go to others, or wait for a dispatcher`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            try await server.closeSampleCentres()
            let next = try await second(ground)
            let (pending, accepted) = (
                try await ground.booked(at: .tomorrow(10)), try await ground.booked("accepted", at: .tomorrow(11))
            )
            // The other centre is taken at this time.
            _ = try await ground.booked(at: .tomorrow(12), centre: next)
            let (left, kept) = (
                try await ground.booked("accepted", at: .tomorrow(12)),
                try await ground.booked("in_progress", at: Date() - 600)
            )
            let reply = try await server.decide("suspend", on: ground.centre, as: ground.admin, reason: "Fire.")
            #expect(reply.status == 200)
            let answer = try await server.send(
                .post, "/api/dispatch/providers/\(ground.centre)/reassign", as: ground.dispatcher,
                json: #"{"reason":"There was a fire."}"#)
            #expect(answer.text == #"{"passed_on":2,"needs_dispatch":1}"#)
            for (booking, status) in [(pending, "pending"), (accepted, "accepted")] {
                let row = try await ground.row(booking)
                #expect(row.provider == next && row.status == status)
            }
            let row = try await ground.row(left)
            #expect(row.needsDispatch && row.provider == nil && row.status == "accepted")
            #expect(try await ground.row(kept).provider == ground.centre)
            let again = try await server.send(
                .post, "/api/dispatch/providers/\(ground.centre)/reassign", as: ground.dispatcher,
                json: #"{"reason":"There was a fire."}"#)
            #expect(again.text == #"{"passed_on":0,"needs_dispatch":0}"#)
            try expectProblem(
                await server.send(
                    .post, "/api/dispatch/providers/0/reassign", as: ground.admin, json: #"{"reason":"x"}"#), 404,
                "unknown_provider")
        }
    }

    @Test func `so does an owner who erases their account`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            try await server.closeSampleCentres()
            let next = try await second(ground)
            let booking = try await ground.booked("accepted")
            #expect(try await server.send(.delete, "/api/me", as: ground.owner, json: "{}").status == 204)
            try await server.working { handlers in
                handlers.addBookingSteps(Bookings(pool: server.pool))
            } until: {
                try await ground.row(booking).provider == next
            }
            let row = try await ground.row(booking)
            #expect(row.status == "accepted" && !row.needsDispatch)
        }
    }

    @Test func `so does what was held at the suspension and is paid for afterwards`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            try await server.closeSampleCentres()
            let next = try await second(ground)
            let booking = try await ground.booked("held")
            #expect(
                try await server.decide("suspend", on: ground.centre, as: ground.admin, reason: "Fire.").status == 200)
            // Nothing is due any more, as if it had been paid.
            try await server.pool.execute("UPDATE bookings SET total_paise = 0 WHERE id = \(booking)")
            _ = try await server.pool.withConnection { try await $0.query("SELECT booking_leave_hold(\(booking), 60)") }
            try await server.working { handlers in
                handlers.addBookingSteps(Bookings(pool: server.pool))
            } until: {
                try await ground.row(booking).provider == next
            }
            #expect(try await ground.row(booking).status == "pending")
        }
    }

    @Test func `a suspension does so by itself`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            try await server.closeSampleCentres()
            let next = try await second(ground)
            let booking = try await ground.booked("accepted")
            #expect(
                try await server.decide("suspend", on: ground.centre, as: ground.admin, reason: "Fire.").status == 200)
            try await server.working { handlers in
                handlers.deliverEvents(pool: server.pool, to: [.suspendedCentreBookings])
                handlers.addBookingSteps(Bookings(pool: server.pool))
            } until: {
                try await ground.row(booking).provider == next
            }
            let rows = try await server.pool.query(
                "SELECT cause, reason FROM booking_assignments WHERE booking_id = \(booking)")
            let (cause, reason) = try rows[0].decode(String.self, String.self)
            #expect(cause == "suspended" && reason == "Fire.")
        }
    }
}
