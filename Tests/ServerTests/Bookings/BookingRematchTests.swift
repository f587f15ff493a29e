import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What happens when a centre says no, or nothing.
@Suite(.serialized) struct BookingRematchTests {
    /// Centres north of the first, each a kilometre farther.
    private func neighbours(_ ground: BookingGround, _ changes: [[String: Any]]) async throws -> [Int64] {
        try await ground.server.closeSampleCentres()
        var ids: [Int64] = []
        for (index, changes) in changes.enumerated() {
            let place: [String: Any] = ["lat": 13.0836939 + 0.009 * Double(index + 1), "lng": 80.2870123]
            let owner = try await ground.server.person(.provider)
            ids.append(try await ground.server.openCentre(changes.merging(place) { $1 }, of: owner))
        }
        return ids
    }

    private func service(_ price_paise: Int, minutes: Int = 30) -> [String: Any] {
        ["services": [["service": "heating_element", "price_paise": price_paise, "minutes": minutes]]]
    }

    private func reject(_ booking: Int64, by ground: BookingGround, reason: String? = nil) async throws -> BookingBody {
        let reply = try await ground.move(booking, to: "rejected", as: ground.admin, note: reason)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    @Test func `without rematch a rejection ends it`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let booking = try await ground.booked()
            let reply = try await server.send(
                .post, "/api/providers/\(ground.centre)/requests/\(booking)", as: ground.owner,
                json: #"{"decision":"reject","reason":"No spare part."}"#)
            let body = try reply.decode(BookingBody.self)
            #expect(body.status == "rejected" && body.provider_id == ground.centre && body.respond_by == nil)
            #expect(body.history?.last?.note == "No spare part.")
        }
    }

    @Test func `with rematch it goes to the nearest that can, at the lower price, until a dispatcher is asked`()
        async throws
    {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let next = try await neighbours(
                ground, [service(50_000, minutes: 60), [:], service(30_000), service(40_000), service(1_000)])
            // The second nearest has nobody free then.
            _ = try await ground.booked(centre: next[1])
            let booking = try await ground.booked(rematch: true)

            let reply = try await ground.move(booking, to: "rejected", as: ground.owner, note: "No spare part.")
            let first = try reply.decode(BookingBody.self)
            #expect(first.status == "pending" && first.provider_id == next[0] && first.total_paise == 45_000)
            #expect(first.respond_by != nil && first.ends_at == Timestamp.text(.tomorrow(11)))
            let line = try #require(first.history?.last)
            #expect(line.by_role == "provider" && line.note == "No spare part." && line.status == "pending")
            #expect(try await ground.move(booking, to: "accepted", as: ground.owner).status == 404)

            let second = try await reject(booking, by: ground)
            #expect(second.provider_id == next[2] && second.total_paise == 30_000)
            let third = try await reject(booking, by: ground)
            #expect(third.provider_id == next[3] && third.total_paise == 30_000, "the customer keeps the lower price")
            // Three rematches are the limit, although one more could.
            let last = try await reject(booking, by: ground)
            #expect(last.status == "pending" && last.provider_id == nil && last.needs_dispatch)
            #expect(last.respond_by == nil)
            #expect(try await server.told(of: booking) == 4)
            #expect(
                try await server.audit(of: booking, "booking") == [
                    "booking.assigned", "booking.assigned", "booking.assigned", "booking.needs_dispatch",
                ])
            try await explained(booking, ground, taken: next[1])
            try await withoutCentre(booking, ground)
        }
    }

    private func explained(_ booking: Int64, _ ground: BookingGround, taken: Int64) async throws {
        let rows = try await ground.server.pool.query(
            """
            SELECT cause, provider_id, jsonb_array_length(explanation->'considered'),
                jsonb_path_exists(explanation, '$.excluded[*] ? (@.provider_id == $id && @.reason == "taken")',
                    jsonb_build_object('id', \(taken)))
            FROM booking_assignments WHERE booking_id = \(booking) ORDER BY id
            """
        ).map { try $0.decode(String.self, Int64?.self, Int.self, Bool.self) }
        #expect(rows.map(\.0) == ["rejected", "rejected", "rejected", "rejected"])
        #expect(rows.map(\.1).last == .some(nil) && rows.allSatisfy { $0.3 })
        #expect(rows[0].2 == 4 && rows[3].2 == 1)
    }

    /// Without a centre it can be cancelled, moved and rejected, and nothing else.
    private func withoutCentre(_ booking: Int64, _ ground: BookingGround) async throws {
        let refused = try await ground.move(booking, to: "accepted", as: ground.dispatcher)
        try expectProblem(refused, 409, "illegal_transition")
        #expect(try refused.object()["allowed"] as? [String] == ["cancelled", "rejected"])
        let moved = try await ground.reschedule(booking, to: .tomorrow(15, 7), as: ground.customer)
        #expect(try moved.decode(BookingBody.self).needs_dispatch)
        let last = try await ground.move(booking, to: "rejected", as: ground.dispatcher)
        #expect(try last.decode(BookingBody.self).status == "rejected")
    }

    @Test func `a doorstep booking goes only where the door is covered`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let next = try await neighbours(ground, [[:], [:]])
            let door = (13.0836939, 80.2870123)
            let area = try await server.send(
                .post, "/api/providers/\(next[1])/service-areas", as: ground.admin,
                json: #"{"kind":"radius","radius_km":5}"#)
            try #require(area.status == 201, "\(area.text)")
            let booking = try await ground.booked(mode: "doorstep", rematch: true, place: door)
            #expect(try await reject(booking, by: ground).provider_id == next[1])
            #expect(try await reject(booking, by: ground).needs_dispatch)
        }
    }

    @Test func `who doesn't answer in time has rejected`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let next = try await neighbours(ground, [[:]])
            let going = try await ground.booked(at: .tomorrow(10), rematch: true)
            let staying = try await ground.booked(at: .tomorrow(11))
            let answered = try await ground.booked(at: .tomorrow(12))
            let young = try await ground.booked(at: .tomorrow(13))
            for booking in [going, staying, answered] { try await server.letTimePass(for: booking) }
            #expect(try await ground.move(answered, to: "accepted", as: ground.owner).status == 200)
            let bookings = Bookings(pool: server.pool)
            try await bookings.timeOut()
            #expect(try await ground.row(going).provider == next[0])
            #expect(try await ground.row(staying).status == "rejected")
            #expect(try await ground.row(answered).status == "accepted")
            #expect(try await ground.row(young).status == "pending")
            let rows = try await server.pool.query(
                "SELECT by_user, by_role FROM booking_history WHERE booking_id = \(staying) ORDER BY id DESC LIMIT 1")
            let (user, role) = try rows[0].decode(Int64?.self, String.self)
            #expect(user == nil && role == "system")
            try await server.letTimePass(for: going)
            try await bookings.timeOut()
            #expect(try await ground.row(going).needsDispatch)
            #expect(try await server.told(of: going) == 2)
        }
    }

    @Test func `two clocks at once pass a booking on once`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            _ = try await neighbours(ground, [[:], [:], [:]])
            var ids: [Int64] = []
            for hour in 8..<14 { ids.append(try await ground.booked(at: .tomorrow(hour), rematch: true)) }
            for id in ids { try await server.letTimePass(for: id) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await Bookings(pool: server.pool).timeOut() } }
                try await group.waitForAll()
            }
            for id in ids { #expect(try await server.audit(of: id, "booking") == ["booking.assigned"]) }
        }
    }

    @Test func `a hold that ran out ends by the clock too`() async throws {
        try await withServer { server in
            let ground = try await BookingGround(server)
            let (over, running) = (
                try await ground.booked("held", at: .tomorrow(10)), try await ground.booked("held", at: .tomorrow(11))
            )
            try await server.pool.execute("UPDATE bookings SET hold_expires_at = now() WHERE id = \(over)")
            try await Bookings(pool: server.pool).timeOut()
            #expect(try await ground.row(over).status == "expired")
            #expect(try await ground.row(running).status == "held")
            #expect(try await server.told(of: over) == 1)
        }
    }
}
