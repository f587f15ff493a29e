import Foundation
import HTTPTypes
import Marketplace
import Testing

@testable import Server

/// What a centre is asked to do, and what it answers.
@Suite(.server) struct BookingRequestTests {
    private func list(_ ground: BookingGround, _ query: String = "", as person: Person? = nil) async throws
        -> BookingPage
    {
        let reply = try await server.send(
            .get, "/api/providers/\(ground.centre)/requests\(query)", as: person ?? ground.owner)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    @Test func `what waits for an answer comes first, by when it is due`() async throws {
        let ground = try await BookingGround(server)
        let (early, late) = (
            try await ground.booked("completed", at: .tomorrow(8)),
            try await ground.booked("accepted", at: .tomorrow(9))
        )
        let (second, first) = (
            try await ground.booked(at: .tomorrow(10)), try await ground.booked(at: .tomorrow(11))
        )
        let held = try await ground.booked("held", at: .tomorrow(12))
        _ = try await ground.booked("expired", at: .tomorrow(13))
        try await server.letTimePass(for: first)
        let order = [first, second, late, early]
        #expect(try await list(ground).items.map(\.id) == order)
        var pages: [Int64] = []
        var cursor: String?
        repeat {
            let page = try await list(ground, "?limit=1" + (cursor.map { "&cursor=" + encoded($0) } ?? ""))
            pages += page.items.map(\.id)
            cursor = page.next_cursor
        } while cursor != nil
        #expect(pages == order)
        #expect(try await list(ground, "?status=held").items.map(\.id) == [held])
        #expect(try await list(ground, "?status=pending", as: ground.dispatcher).items.map(\.id) == [first, second])
        try expectProblem(
            await server.send(.get, "/api/providers/\(ground.centre)/requests?status=new", as: ground.owner), 422,
            "invalid_parameter", field: "status")
        try expectProblem(
            await server.send(
                .get, "/api/providers/\(ground.centre)/requests", as: try await server.person(.provider)), 404,
            "unknown_provider")
    }

    @Test func `an owner answers, and only for a booking of that centre`() async throws {
        let ground = try await BookingGround(server)
        let other = try await server.openCentre(of: ground.owner)
        let booking = try await ground.booked()
        func decide(_ centre: Int64, _ body: String, as person: Person) async throws -> Reply {
            try await server.send(.post, "/api/providers/\(centre)/requests/\(booking)", as: person, json: body)
        }
        let accept = #"{"decision":"accept"}"#
        try expectProblem(await decide(other, accept, as: ground.owner), 404, "unknown_booking")
        try expectProblem(
            await decide(ground.centre, accept, as: try await server.person(.provider)), 404, "unknown_booking")
        try expectProblem(
            await decide(ground.centre, #"{"decision":"maybe"}"#, as: ground.owner), 422, "invalid_parameter",
            field: "decision")
        let reply = try await decide(ground.centre, accept, as: ground.owner)
        #expect(try reply.decode(BookingBody.self).status == "accepted")
        try expectProblem(await decide(ground.centre, accept, as: ground.owner), 409, "illegal_transition")
        try expectProblem(
            await decide(ground.centre, #"{"decision":"reject"}"#, as: ground.dispatcher), 409, "illegal_transition")
    }
}
