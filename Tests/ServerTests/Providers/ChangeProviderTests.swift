import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

/// `PATCH /api/providers/{id}`, its hours, and the owner's own list.
@Suite(.server) struct ChangeProviderTests {
    private func change(_ id: Int64, _ changes: [String: Any], as person: Person) async throws -> OwnCentre {
        let reply = try await server.send(.patch, "/api/providers/\(id)", as: person, json: json(changes))
        try #require(reply.status == 200, "\(reply.text)")
        return try reply.decode()
    }

    @Test func `what is named changes, and the rest stays`() async throws {
        let owner = try await server.person(.provider)
        let before = try await server.register(
            centreBody(["gstin": "33AAACH7409R1Z8", "lat": 13.09, "lng": 80.28]), as: owner)
        let named = try await change(before.id, ["center_name": "Velan & Sons", "benches": 4], as: owner)
        #expect(named.center_name == "Velan & Sons" && named.benches == 4)
        #expect(named.gstin == before.gstin && named.lat == before.lat && named.address == before.address)
        let bare = try await change(before.id, ["gstin": NSNull(), "lat": NSNull(), "lng": NSNull()], as: owner)
        #expect(bare.gstin == nil && bare.location_source == "pincode_centroid")
        let same = try await change(before.id, [:], as: owner)
        #expect(same.updated_at == bare.updated_at)
        #expect(
            try await server.audit(of: before.id) == ["provider.registered", "provider.changed", "provider.changed"])
    }

    @Test func `a centroid goes with the pincode, and a pin stays`() async throws {
        let owner = try await server.person(.provider)
        let guessed = try await server.register(as: owner)
        let moved = try await change(guessed.id, ["pincode": "625001"], as: owner)
        #expect(moved.district == "Madurai" && moved.pincode_distance_m == 0 && moved.lat != guessed.lat)
        let pinned = try await server.register(centreBody(["lat": 13.09, "lng": 80.28]), as: owner)
        let stayed = try await change(pinned.id, ["pincode": "600003"], as: owner)
        #expect(stayed.lat == 13.09 && stayed.lng == 80.28 && stayed.location_source == "pin")
    }

    @Test func `services are replaced as a whole`() async throws {
        let owner = try await server.person(.provider)
        let services: [[String: Any]] = ["thermostat", "steam_leak"].map {
            ["service": $0, "price_paise": 100, "minutes": 10]
        }
        let centre = try await server.register(centreBody(["services": services]), as: owner)
        let other: [[String: Any]] = [
            ["service": "steam_leak", "price_paise": 200, "minutes": 10],
            ["service": "cord_and_plug", "price_paise": 50, "minutes": 5],
        ]
        let changed = try await change(centre.id, ["services": other], as: owner)
        #expect(Set(changed.services?.map(\.service) ?? []) == ["steam_leak", "cord_and_plug"])
        #expect(changed.services?.first { $0.service == "steam_leak" }?.price_paise == 200)
        #expect(try await change(centre.id, ["city": "Chennai"], as: owner).services?.count == 2)
        #expect(try await change(centre.id, ["services": [Any]()], as: owner).services == [])
    }

    @Test func `hours are read by all who see the centre, and set by its owner`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.approvedCentre(of: owner)
        let uri = "/api/providers/\(centre.id)/hours"
        let body =
            #"{"hours":[{"weekday":2,"opens":"09:00","closes":"13:00"},{"weekday":2,"opens":"14:00","closes":"18:00"}]}"#
        let reply = try await server.send(.put, uri, as: owner, json: body)
        #expect(reply.status == 200)
        #expect(reply.text.contains(#""opens":"14:00""#))
        #expect(try await server.get(uri).text == reply.text)
        try expectProblem(
            await server.send(.put, uri, as: owner, json: "{}"), 422, "invalid_parameter", field: "hours")
        try expectProblem(
            await server.send(.put, uri, as: owner, json: #"{"hours":null}"#), 422, "invalid_parameter", field: "hours")
        try expectProblem(
            await server.send(.put, uri, as: owner, json: #"{"hours":[],"status":"approved"}"#), 422,
            "unknown_parameter", field: "status")
        #expect(try await server.send(.put, uri, as: owner, json: #"{"hours":[]}"#).text == #"{"hours":[]}"#)
    }

    @Test func `another's centre isn't there`() async throws {
        let centre = try await server.approvedCentre(of: try await server.person(.provider))
        let other = try await server.person(.provider)
        let uri = "/api/providers/\(centre.id)"
        try expectProblem(
            await server.send(.patch, uri, as: other, json: #"{"city":"X"}"#), 404, "unknown_provider")
        try expectProblem(
            await server.send(.put, uri + "/hours", as: other, json: #"{"hours":[]}"#), 404, "unknown_provider")
        try expectProblem(await server.send(.get, uri + "/closures", as: other), 404, "unknown_provider")
        let closure = #"{"from":"2999-01-01T00:00:00Z","to":"2999-01-02T00:00:00Z"}"#
        try expectProblem(
            await server.send(.post, uri + "/closures", as: other, json: closure), 404, "unknown_provider")
        // What anybody may see of it, and no more.
        let seen = try await server.send(.get, uri, as: other)
        #expect(seen.status == 200)
        for name in ["gstin", "owner", "decision_reason", "benches"] { #expect(!seen.text.contains("\"\(name)\"")) }
    }

    @Test(arguments: ["status", "user_id", "approved", "id", "decision_reason", "changed_since_approval", "is_sample"])
    func `what isn't the owner's to say is refused`(name: String) async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let reply = try await server.send(
            .patch, "/api/providers/\(centre.id)", as: owner, json: json([name: "approved"]))
        try expectProblem(reply, 422, "unknown_parameter", field: name)
        #expect(try await server.centre(centre.id, as: owner).status == "pending")
    }

    @Test func `what an approval rests on is put before the admins again, and stays in force`() async throws {
        let owner = try await server.person(.provider)
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(["lat": 13.09, "lng": 80.28], of: owner)
        #expect(try await change(centre.id, ["address": "13 Mint Street"], as: owner).changed_since_approval == [])
        // Thrice 200 m: none is far, all together are.
        #expect(try await change(centre.id, ["lat": 13.0918, "lng": 80.28], as: owner).changed_since_approval == [])
        _ = try await change(centre.id, ["lat": 13.0936, "lng": 80.28], as: owner)
        let moved = try await change(centre.id, ["lat": 13.0954, "lng": 80.28], as: owner)
        #expect(moved.changed_since_approval == ["location"] && moved.status == "approved")
        let changed = try await change(
            centre.id, ["center_name": "Another", "gstin": "33AAACH7409R1Z8", "pincode": "600003"], as: owner)
        #expect(changed.changed_since_approval == ["center_name", "gstin", "location", "pincode"])
        let waiting = try await server.send(.get, "/api/admin/providers?changed=true&q=Another", as: admin)
        #expect(try waiting.decode(OwnCentres.self).items.map(\.id) == [centre.id])
        let accepted = try await server.decide("approve", on: centre.id, as: admin)
        #expect(accepted.status == 200)
        #expect(try accepted.decode(OwnCentre.self).changed_since_approval == [])
        try expectProblem(await server.decide("approve", on: centre.id, as: admin), 409, "illegal_transition")
        #expect(
            try await change(centre.id, ["lat": 13.0956, "lng": 80.28], as: owner).changed_since_approval == [])
    }

    @Test func `a rejected centre that its owner changes is pending again`() async throws {
        let owner = try await server.person(.provider)
        let admin = try await server.person(.admin)
        let centre = try await server.register(as: owner)
        _ = try await server.decide("reject", on: centre.id, as: admin, reason: "The address isn't complete.")
        let rejected = try await server.centre(centre.id, as: owner)
        #expect(rejected.status == "rejected" && rejected.decision_reason == "The address isn't complete.")
        #expect(try await change(centre.id, ["city": "Chennai 1"], as: admin).status == "rejected")
        let again = try await change(centre.id, ["address": "12 Mint Street, ground floor"], as: owner)
        #expect(again.status == "pending" && again.decision_reason == rejected.decision_reason)
        #expect(try await server.decide("approve", on: centre.id, as: admin).status == 200)
    }

    @Test func `an owner has several centres, page by page`() async throws {
        let owner = try await server.person(.provider)
        var ids: [Int64] = []
        for number in 1...3 {
            ids.append(try await server.register(centreBody(["center_name": "No \(number)"]), as: owner).id)
        }
        _ = try await server.register(as: try await server.person(.provider))
        let first = try await server.send(.get, "/api/me/providers?limit=2", as: owner).decode(OwnCentres.self)
        #expect(first.items.map(\.id) == Array(ids.prefix(2)))
        let cursor = encoded(try #require(first.next_cursor))
        let rest = try await server.send(.get, "/api/me/providers?limit=2&cursor=\(cursor)", as: owner)
        #expect(try rest.decode(OwnCentres.self).items.map(\.id) == [ids[2]])
        #expect(try rest.decode(OwnCentres.self).next_cursor == nil)
        for wrong in ["cursor=x", "cursor=", "cursor=MSAy", "limit=0", "status=pending"] {
            let reply = try await server.send(.get, "/api/me/providers?\(wrong)", as: owner)
            #expect(reply.status == 422)
        }
    }

    @Test func `changes at the same moment are all kept`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let changes: [[String: Any]] = [["address": "A"], ["city": "B"], ["benches": 7], ["technicians": 8]]
        let server = server
        let bodies = changes.map { json($0) }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for body in bodies {
                group.addTask {
                    try await server.send(.patch, "/api/providers/\(centre.id)", as: owner, json: body).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [200, 200, 200, 200])
        let after = try await server.centre(centre.id, as: owner)
        #expect(after.address == "A" && after.city == "B" && after.benches == 7 && after.technicians == 8)
    }
}
