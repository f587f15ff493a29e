import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// The longest texts that the API admits, in a script whose characters are often two code points: the database admits
/// them as well.
@Suite(.server) struct LongTextTests {
    private func tamil(_ characters: Int) -> String { String(repeating: "கீ", count: characters) }

    @Test func `a centre's name, address and city, and why it was closed or suspended`() async throws {
        let owner = try await server.person(.provider)
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(
            ["center_name": tamil(120), "address": tamil(300), "city": tamil(100)], of: owner)
        #expect(centre.center_name == tamil(120) && centre.address == tamil(300) && centre.city == tamil(100))
        let closure = try await server.send(
            .post, "/api/providers/\(centre.id)/closures", as: owner,
            json: json([
                "from": Timestamp.text(Date() + 3600), "to": Timestamp.text(Date() + 7200), "reason": tamil(200),
            ]))
        #expect(closure.status == 201, "\(closure.text)")
        let suspended = try await server.decide("suspend", on: centre.id, as: admin, reason: tamil(500))
        #expect(suspended.status == 200, "\(suspended.text)")
        #expect(try suspended.decode(OwnCentre.self).decision_reason == tamil(500))
    }

    @Test func `why an area was rejected`() async throws {
        let owner = try await server.person(.provider)
        let admin = try await server.person(.admin)
        let centre = try await server.approvedCentre(of: owner)
        let area = try await server.send(
            .post, "/api/providers/\(centre.id)/service-areas", as: owner,
            json: json(["kind": "radius", "radius_km": 5]))
        let id = try #require(try area.object()["id"] as? Int64)
        let rejected = try await server.decideArea("reject", id, reason: tamil(500), as: admin)
        #expect(rejected.status == 200, "\(rejected.text)")
    }

    @Test func `one character more is refused, and said so`() async throws {
        let owner = try await server.person(.provider)
        for (field, most) in [("center_name", 120), ("address", 300), ("city", 100)] {
            let reply = try await server.send(
                .post, "/api/providers/register", as: owner, json: centreBody([field: tamil(most + 1)]))
            try expectProblem(reply, 422, "invalid_parameter", field: field)
        }
    }
}
