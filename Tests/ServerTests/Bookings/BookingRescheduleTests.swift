import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct BookingRescheduleTests {
    @Test func `a booking moves within its own time, and frees what it leaves`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("accepted", at: .tomorrow(10), minutes: 120)
        let reply = try await ground.reschedule(booking, to: .tomorrow(10, 30), as: ground.customer)
        #expect(reply.status == 200, "\(reply.text)")
        let body = try reply.decode(BookingBody.self)
        #expect(body.status == "accepted" && body.starts_at == Timestamp.text(.tomorrow(10, 30)))
        #expect(body.ends_at == Timestamp.text(.tomorrow(12, 30)))
        let line = try #require(body.history?.last)
        #expect(line.note == "moved from \(Timestamp.text(.tomorrow(10)))" && line.by_role == "customer")
        #expect(try await server.audit(of: booking, "booking") == ["booking.rescheduled"])
        #expect(try await server.told(of: booking) == 1)
        let other = try await ground.booked(at: .tomorrow(10), minutes: 30)
        #expect(try await ground.row(other).resource != nil)
    }

    @Test func `to where it is already nothing is done`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("accepted")
        let reply = try await ground.reschedule(booking, to: .tomorrow(10), as: ground.customer)
        #expect(try reply.decode(BookingBody.self).history?.count == 1)
        #expect(try await server.told(of: booking) == 0)
    }

    @Test func `another's time is taken, and the next free ones are told`() async throws {
        let ground = try await BookingGround(server)
        _ = try await ground.booked(at: .tomorrow(12), minutes: 30)
        let booking = try await ground.booked("accepted")
        let reply = try await ground.reschedule(booking, to: .tomorrow(12), as: ground.customer)
        try expectProblem(reply, 409, "slot_taken")
        let alternatives = try #require(try reply.object()["alternatives"] as? [[String: Any]])
        #expect(alternatives.first?["starts_at"] as? String == Timestamp.text(.tomorrow(12, 30)))
        #expect((alternatives.first?["provider_id"] as? NSNumber)?.int64Value == ground.centre)
        #expect(try await ground.row(booking).start == .tomorrow(10))
    }

    @Test func `a hold that ran out doesn't stand in the way, one in force does`() async throws {
        let ground = try await BookingGround(server)
        let hold = try await ground.booked("held", at: .tomorrow(12))
        let booking = try await ground.booked("accepted")
        try expectProblem(
            await ground.reschedule(booking, to: .tomorrow(12), as: ground.customer), 409, "slot_taken")
        try await server.pool.execute(
            "UPDATE bookings SET hold_expires_at = now() - interval '1 second' WHERE id = \(hold)")
        #expect(try await ground.reschedule(booking, to: .tomorrow(12), as: ground.customer).status == 200)
        #expect(try await ground.row(hold).status == "expired")
        #expect(try await server.told(of: hold) == 1)
    }

    @Test func `what slots wouldn't list is no slot`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("accepted", minutes: 60)
        for start in [
            Date.tomorrow(10, 15), .tomorrow(5), .tomorrow(21, 30), .tomorrow(23), .tomorrow(10, days: -1),
            .tomorrow(10, days: 365), .tomorrow(10, days: 100_000),
        ] {
            try expectProblem(await ground.reschedule(booking, to: start, as: ground.customer), 422, "not_a_slot")
        }
        let closes = Date.tomorrow(14)
        try await server.pool.execute(
            "INSERT INTO closures (provider_id, during) VALUES (\(ground.centre), tstzrange(\(closes), \(closes + 3600)))"
        )
        try expectProblem(
            await ground.reschedule(booking, to: .tomorrow(13, 30), as: ground.customer), 422, "not_a_slot")
        #expect(try await ground.reschedule(booking, to: .tomorrow(15), as: ground.customer).status == 200)
        for body in [#"{"starts_at":"2027-01-01"}"#, #"{"starts_at":"2027-01-01T10:00:00"}"#, "{}"] {
            try expectProblem(
                await server.send(
                    .post, "/api/bookings/\(booking)/reschedule", as: ground.customer, json: body), 422,
                "invalid_parameter", field: "starts_at")
        }
    }

    @Test func `what another zone says is the same time`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked("accepted")
        let zulu = Date.tomorrow(11).formatted(.iso8601)
        let reply = try await server.send(
            .post, "/api/bookings/\(booking)/reschedule", as: ground.customer, json: json(["starts_at": zulu]))
        #expect(try reply.decode(BookingBody.self).starts_at == Timestamp.text(.tomorrow(11)))
    }

    @Test func `only what is pending or accepted moves, and a pending one's centre has its time anew`() async throws {
        let ground = try await BookingGround(server)
        for (index, status) in BookingStatus.allCases.enumerated() {
            let booking = try await ground.booked(status.rawValue, at: .tomorrow(6 + index))
            let reply = try await ground.reschedule(booking, to: .tomorrow(6 + index, days: 2), as: ground.admin)
            if status == .pending || status == .accepted {
                #expect(reply.status == 200, "\(status): \(reply.text)")
            } else {
                try expectProblem(reply, 409, "illegal_transition")
            }
        }
        let booking = try await ground.booked(at: .tomorrow(20))
        try await server.letTimePass(for: booking)
        #expect(try await ground.reschedule(booking, to: .tomorrow(20, 30), as: ground.customer).status == 200)
        let rows = try await server.pool.query(
            "SELECT respond_by > now() + interval '50 minutes' FROM bookings WHERE id = \(booking)")
        #expect(try rows[0].decode(Bool.self))
        try expectProblem(
            await ground.reschedule(booking, to: .tomorrow(21), as: ground.owner), 403, "transition_not_allowed")
    }

    @Test func `late, it costs the customer a fee`() async throws {
        let ground = try await BookingGround(server)
        var rules = BookingRules()
        rules.freeUntilHours = 24 * 365
        rules.lateFee_paise = 7_500
        let bookings = Bookings(pool: server.pool, rules: rules)
        let booking = try await ground.booked("accepted")
        for (person, hour, fee) in [(ground.dispatcher, 11, 0), (ground.customer, 12, 7_500)] as [(Person, Int, Int64)]
        {
            let actor = Actor(userID: person.id, role: person.role, address: nil, requestID: nil)
            let story = try await bookings.reschedule(booking, to: .tomorrow(hour), by: actor)
            #expect(story.booking.fee_paise == fee)
        }
    }

    @Test func `without its centre no fee falls due: nobody keeps an hour in vain`() async throws {
        let ground = try await BookingGround(server)
        var rules = BookingRules()
        rules.freeUntilHours = 24 * 365
        rules.lateFee_paise = 7_500
        let bookings = Bookings(pool: server.pool, rules: rules)
        let actor = Actor(userID: ground.customer.id, role: ground.customer.role, address: nil, requestID: nil)
        func movedLate(_ hour: Int, _ status: String = "accepted") async throws -> Int64 {
            let booking = try await ground.booked(status, at: .tomorrow(hour))
            let story = try await bookings.reschedule(booking, to: .tomorrow(hour, days: 2), by: actor)
            #expect(story.booking.fee_paise == 7_500)
            return booking
        }
        let lost = try await movedLate(10)
        _ = try await server.pool.withTransaction { transaction in
            try await transaction.query(
                "SELECT booking_leave_to_dispatch(b, 'system', NULL, NULL) FROM bookings b WHERE b.id = \(lost)")
        }
        #expect(try await ground.row(lost).fee_paise == 0)
        #expect(try await bookings.reschedule(lost, to: .tomorrow(10, days: 3), by: actor).booking.fee_paise == 0)
        #expect(try await bookings.cancel(lost, reason: nil, by: actor).booking.fee_paise == 0)
        let passedOn = try await movedLate(12)
        let other = try await server.openCentre(of: try await server.person(.provider))
        #expect(try await ground.assign(passedOn, to: other).status == 200)
        #expect(try await ground.row(passedOn).fee_paise == 0)
        // Its own centre did keep the hour, whatever other one a dispatcher finds there.
        let kept = try await movedLate(14)
        #expect(try await ground.assign(kept, to: ground.centre, at: .tomorrow(14, days: 3)).status == 200)
        #expect(try await ground.row(kept).fee_paise == 7_500)
        // A centre that declines, or says nothing, doesn't want it.
        let declined = try await movedLate(16, "pending")
        #expect(try await ground.move(declined, to: "rejected", as: ground.owner).status == 200)
        #expect(try await ground.row(declined).fee_paise == 0)
        let unanswered = try await movedLate(18, "pending")
        try await server.letTimePass(for: unanswered)
        _ = try await server.pool.withTransaction { transaction in
            try await transaction.query("SELECT booking_leave_unanswered(\(unanswered), NULL)")
        }
        #expect(try await ground.row(unanswered).status == "rejected")
        #expect(try await ground.row(unanswered).fee_paise == 0)
        // Nor can one be written.
        let error = await #expect(throws: PostgresError.self) {
            try await server.pool.execute("UPDATE bookings SET fee_paise = 7500 WHERE id = \(lost)")
        }
        #expect(error?.constraint == "bookings_fee_of_centre")
    }

    @Test func `two who want the same time get it once, and nobody is shown a deadlock`() async throws {
        let ground = try await BookingGround(server)
        for round in 1...6 {
            let (a, b) = (
                try await ground.booked("accepted", at: .tomorrow(10, days: round)),
                try await ground.booked("accepted", at: .tomorrow(11, days: round))
            )
            // They change places, which neither can; or want the same third one.
            let wishes = round % 2 == 0 ? [(a, 12), (b, 12)] : [(a, 11), (b, 10)]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for (booking, hour) in wishes {
                    group.addTask {
                        try await ground.reschedule(booking, to: .tomorrow(hour, days: round), as: ground.customer)
                            .status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == (round % 2 == 0 ? [200, 409] : [409, 409]), "round \(round)")
        }
    }
}
