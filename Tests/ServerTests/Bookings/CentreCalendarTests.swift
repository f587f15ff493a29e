import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What a centre's owner plans by.
@Suite(.serialized) struct CentreCalendarTests {
    private struct Resources: Decodable { let items: [Resource] }
    private struct Resource: Decodable {
        struct Time: Decodable, Equatable {
            let from: String
            let to: String
        }
        let id: Int64
        let kind: String
        let number: Int
        let unavailable: [Time]
    }

    private func resources(_ server: TestServer, _ centre: Int64, _ person: Person) async throws -> [Resource] {
        let reply = try await server.send(.get, "/api/providers/\(centre)/resources", as: person)
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode(Resources.self).items
    }

    private func block(
        _ resource: Int64, _ times: [(from: Date, to: Date)], as person: Person, on server: TestServer
    ) async throws -> Reply {
        let list = times.map { ["from": Timestamp.text($0.from), "to": Timestamp.text($0.to)] }
        return try await server.send(
            .put, "/api/resources/\(resource)/unavailable", as: person, json: json(["unavailable": list]))
    }

    private var hour: Date { Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 3600).rounded(.down) * 3600) }

    @Test func `a bench is kept back where nobody has booked it, and what is in the way is named`() async throws {
        try await withServer { server in
            let (centre, owner) = try await server.ownedCentre(["benches": 2, "technicians": 1])
            let all = try await resources(server, centre, owner)
            #expect(all.map(\.kind) == ["bench", "bench", "technician"] && all.map(\.number) == [1, 2, 1])
            #expect(try await resources(server, centre, server.person(.dispatcher)).count == 3)
            let customer = try await server.person(.customer)
            let booking = try await server.stored(of: customer.id, at: centre, hour: 24)
            let day = (hour + 23 * 3600, hour + 26 * 3600)
            let refused = try await block(all[0].id, [day], as: owner, on: server)
            try expectProblem(refused, 409, "booked_already")
            let named = try #require(try refused.object()["bookings"] as? [[String: Any]])
            #expect(named.map { $0["reference"] as? String } == [booking.reference])
            #expect(try await block(all[1].id, [day], as: owner, on: server).status == 200)
            // What ends as the other begins is in nobody's way.
            let before = (hour + 22 * 3600, hour + 24 * 3600)
            let after = (hour + 25 * 3600, hour + 30 * 3600)
            let reply = try await block(all[0].id, [after, before], as: owner, on: server)
            #expect(reply.status == 200, "\(reply.text)")
            let kept = try reply.decode(Resource.self)
            #expect(kept.unavailable.map(\.from) == [Timestamp.text(before.0), Timestamp.text(after.0)])
            try await booking.become("cancelled", by: "customer")
            #expect(try await block(all[0].id, [day], as: owner, on: server).status == 200)
            #expect(try await block(all[0].id, [], as: owner, on: server).decode(Resource.self).unavailable == [])
            #expect(try await server.audit(of: all[0].id, "resource").count == 3)
            try expectProblem(
                await block(all[0].id, [day], as: server.person(.provider), on: server), 404, "unknown_resource")
            try expectProblem(
                await block(all[0].id, [(day.1, day.0)], as: owner, on: server), 422, "invalid_parameter",
                field: "unavailable[0].to")
            try expectProblem(
                await server.send(.get, "/api/providers/\(centre)/resources", as: server.person(.provider)), 404,
                "unknown_provider")
        }
    }

    @Test func `slots and buffers are the owner's to set`() async throws {
        try await withServer { server in
            let (centre, owner) = try await server.ownedCentre()
            let body = json(["slot_minutes": 45, "bench_buffer_minutes": 10, "technician_buffer_minutes": 0])
            let reply = try await server.send(.patch, "/api/providers/\(centre)", as: owner, json: body)
            #expect(reply.status == 200, "\(reply.text)")
            let changed = try reply.object()
            #expect(changed["slot_minutes"] as? Int == 45 && changed["bench_buffer_minutes"] as? Int == 10)
            #expect(changed["technician_buffer_minutes"] as? Int == 0)
            for (field, value) in [
                ("slot_minutes", 4), ("bench_buffer_minutes", 241), ("technician_buffer_minutes", -1),
            ] {
                try expectProblem(
                    await server.send(.patch, "/api/providers/\(centre)", as: owner, json: json([field: value])), 422,
                    "invalid_parameter", field: field)
            }
        }
    }

    @Test func `a calendar has the days' hours, closures, resources and bookings`() async throws {
        try await withServer { server in
            let hours = [
                ["weekday": 1, "opens": "09:00", "closes": "18:00"],
                ["weekday": 7, "opens": "20:00", "closes": "24:00"],
            ]
            let (centre, owner) = try await server.ownedCentre(["hours": hours])
            let customer = try await server.person(.customer)
            let booking = try await server.stored(of: customer.id, at: centre, hour: 24 * 8)
            let gone = try await server.stored(of: customer.id, at: centre, hour: 24 * 8 + 2)
            try await gone.become("cancelled", by: "customer")
            let at = try await server.pool.query("SELECT scheduled_at FROM bookings WHERE id = \(booking.id)")[0]
                .decode(Date.self)
            let day = String(Timestamp.text(at).prefix(10))
            let uri = "/api/providers/\(centre)/calendar?from=\(day)"
            let reply = try await server.send(.get, uri + "&days=7", as: owner)
            #expect(reply.status == 200, "\(reply.text)")
            let calendar = try reply.object()
            #expect((calendar["bookings"] as? [[String: Any]])?.map { $0["id"] as? Int } == [Int(booking.id)])
            #expect((calendar["resources"] as? [Any])?.count == 2 && calendar["complete"] as? Bool == true)
            let open = try #require(calendar["open"] as? [[String: String]])
            #expect(
                Set(open.map { "\($0["from"]!.dropFirst(11).prefix(5))-\($0["to"]!.dropFirst(11).prefix(5))" })
                    == ["09:00-18:00", "20:00-00:00"])
            let one = try await server.send(.get, uri + "&days=1", as: server.person(.dispatcher)).object()
            #expect((one["bookings"] as? [Any])?.count == 1)
            for query in ["?from=2026-02-30", "?days=32", "?days=0", "?month=1"] {
                let refused = try await server.send(.get, "/api/providers/\(centre)/calendar\(query)", as: owner)
                #expect(refused.status == 422, "\(query)")
            }
            try expectProblem(
                await server.send(.get, uri, as: server.person(.provider)), 404, "unknown_provider")
        }
    }
}
