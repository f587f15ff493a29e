import Foundation
import HTTPTypes
import Marketplace
import Testing

@testable import Server

/// The steps of a booking's life, each asked for by everybody, held against the contract as it is written here.
@Suite(.server) struct BookingStepTests {
    private static let steps: [String: Set<String>] = [
        "held": ["pending", "expired"],
        "pending": ["accepted", "rejected", "cancelled"],
        "accepted": ["in_progress", "cancelled", "no_show"],
        "in_progress": ["completed"],
    ]
    private static let byCentreAndStaff: Set<String> = [
        "accepted", "rejected", "in_progress", "completed", "no_show",
    ]

    private func expected(_ from: String, _ to: String, _ role: String) -> Int {
        guard Self.steps[from]?.contains(to) == true else { return 409 }
        if role == "customer" { return to == "cancelled" ? 200 : 403 }
        return Self.byCentreAndStaff.contains(to) ? 200 : 403
    }

    @Test(arguments: ["customer", "provider", "dispatcher", "admin"])
    func `each pair of states is a step for those whom the contract names, and for nobody else`(
        role: String
    ) async throws {
        let ground = try await BookingGround(server)
        var hour = 0
        func booked(_ status: String) async throws -> Int64 {
            hour += 1
            return try await ground.booked(status, at: .tomorrow(0) + Double(hour) * 3600)
        }
        for from in BookingStatus.allCases.map(\.rawValue) {
            var booking = try await booked(from)
            for to in BookingStatus.allCases.map(\.rawValue) {
                let reply = try await ground.move(booking, to: to, as: ground.person(role), note: "why")
                let wanted = expected(from, to, role)
                #expect(reply.status == wanted, "\(from) > \(to) by \(role): \(reply.text)")
                let row = try await ground.row(booking)
                #expect(row.status == (wanted == 200 ? to : from), "\(from) > \(to) by \(role)")
                if reply.status == 409 {
                    try expectProblem(reply, 409, "illegal_transition")
                    let allowed = try #require(try reply.object()["allowed"] as? [String])
                    #expect(allowed == Self.steps[from, default: []].sorted())
                } else if reply.status == 403 {
                    try expectProblem(reply, 403, "transition_not_allowed")
                } else if reply.status == 200 {
                    let body = try reply.decode(BookingBody.self)
                    let last = try #require(body.history?.last)
                    #expect(body.status == to && last.status == to && last.note == "why")
                    #expect(last.by == ground.person(role).id && last.by_role == role)
                    #expect(try await server.audit(of: booking, "booking") == ["booking.\(to)"])
                    #expect(try await server.told(of: booking) == 1)
                    booking = try await booked(from)
                }
            }
        }
    }

    @Test func `another's booking isn't there, for no step`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        for role in [Role.customer, .provider] {
            let stranger = try await server.person(role)
            for to in ["accepted", "cancelled", "pending"] {
                try expectProblem(await ground.move(booking, to: to, as: stranger), 404, "unknown_booking")
            }
            try expectProblem(
                await ground.reschedule(booking, to: .tomorrow(12), as: stranger), 404, "unknown_booking")
            try expectProblem(
                await server.send(.post, "/api/bookings/\(booking)/cancel", as: stranger), 404, "unknown_booking")
        }
        for id in ["0", "x", "99999999999999999999"] {
            try expectProblem(
                await server.send(
                    .patch, "/api/bookings/\(id)/status", as: ground.admin, json: #"{"status":"accepted"}"#),
                404, "unknown_booking")
        }
    }

    @Test func `of two accepts at once one is done and one is told so`() async throws {
        let ground = try await BookingGround(server)
        for hour in 6..<14 {
            let booking = try await ground.booked(at: .tomorrow(hour))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for person in [ground.owner, ground.owner, ground.dispatcher, ground.admin] {
                    group.addTask { try await ground.move(booking, to: "accepted", as: person).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200, 409, 409, 409])
            #expect(try await server.audit(of: booking, "booking") == ["booking.accepted"])
        }
    }

    @Test func `who is customer and owner at once acts as what the step asks for`() async throws {
        let ground = try await BookingGround(server)
        let mine = try await server.booked(
            "pending", at: .tomorrow(9), minutes: 30, mode: "walk_in", rematch: false, place: nil,
            centre: ground.centre, customer: ground.owner.id)
        #expect(try await ground.move(mine, to: "accepted", as: ground.owner).status == 200)
        let reply = try await server.send(.post, "/api/bookings/\(mine)/cancel", as: ground.owner)
        #expect(try reply.decode(BookingBody.self).history?.last?.by_role == "customer")
    }

    @Test func `cancelling is for the customer and for staff, free until a day before`() async throws {
        let ground = try await BookingGround(server)
        for person in [ground.customer, ground.dispatcher, ground.admin] {
            for status in ["pending", "accepted"] {
                let booking = try await ground.booked(status, at: .tomorrow(10, days: 3))
                let reply = try await server.send(
                    .post, "/api/bookings/\(booking)/cancel", as: person, json: #"{"reason":"Not needed."}"#)
                let body = try reply.decode(BookingBody.self)
                #expect(body.status == "cancelled" && body.history?.last?.note == "Not needed." && body.fee_paise == 0)
            }
        }
        let booking = try await ground.booked("accepted")
        try expectProblem(
            await server.send(.post, "/api/bookings/\(booking)/cancel", as: ground.owner), 403,
            "transition_not_allowed")
        #expect(try await server.send(.post, "/api/bookings/\(booking)/cancel", as: ground.customer).status == 200)
        try expectProblem(
            await server.send(.post, "/api/bookings/\(booking)/cancel", as: ground.customer), 409,
            "illegal_transition")
    }

    @Test func `late, it costs the customer a fee, and staff none`() async throws {
        let ground = try await BookingGround(server)
        var rules = BookingRules()
        rules.lateFee_paise = 5_000
        let bookings = Bookings(pool: server.pool, rules: rules)
        let soon = Date() + 23 * 3600
        for (person, start, fee) in [
            (ground.customer, soon, 5_000), (ground.customer, Date() + 25 * 3600, 0), (ground.admin, soon, 0),
        ] as [(Person, Date, Int64)] {
            let booking = try await ground.booked("accepted", at: start)
            let actor = Actor(userID: person.id, role: person.role, address: nil, requestID: nil)
            #expect(try await bookings.cancel(booking, reason: nil, by: actor).booking.fee_paise == fee)
        }
    }

    @Test func `what is no body for it is refused by its name`() async throws {
        let ground = try await BookingGround(server)
        let booking = try await ground.booked()
        let uri = "/api/bookings/\(booking)/status"
        for (body, field) in [
            ("{}", "status"), (#"{"status":"done"}"#, "status"), (#"{"status":1}"#, "status"),
            (#"{"status":"accepted","note":7}"#, "note"), (#"{"status":"accepted","note":""}"#, "note"),
            (json(["status": "accepted", "note": String(repeating: "a", count: 1001)]), "note"),
        ] {
            try expectProblem(
                await server.send(.patch, uri, as: ground.owner, json: body), 422, "invalid_parameter", field: field)
        }
        try expectProblem(
            await server.send(.patch, uri, as: ground.owner, json: #"{"status":"accepted","reason":"x"}"#), 422,
            "unknown_parameter", field: "reason")
        let long = json(["status": "accepted", "note": String(repeating: "a", count: 1 << 20)])
        #expect(try await server.send(.patch, uri, as: ground.owner, json: long).status == 413)
        #expect(try await ground.row(booking).status == "pending")
    }
}
