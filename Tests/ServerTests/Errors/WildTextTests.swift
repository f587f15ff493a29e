import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// SQL and HTML in every text that people can give: kept and shown as text, and looked for as text.
@Suite(.server) struct WildTextTests {
    private let wild = #"'); DROP TABLE users; -- <script>alert(1)</script> "&amp;" \ {{7*7}} %00 $1"#

    @Test func `what people write comes back as they wrote it`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let renamed = try await server.send(.patch, "/api/me", as: owner, json: json(["name": wild]))
        #expect(try renamed.object()["name"] as? String == wild)
        let texts = ["center_name": wild, "address": wild, "city": wild]
        let centre = try await server.register(centreBody(texts), as: owner)
        #expect([centre.center_name, centre.address, centre.city] == [wild, wild, wild])
        #expect(centre.owner?.name == wild)
        let closures = "/api/providers/\(centre.id)/closures"
        let times = ["from": "2027-01-14T00:00:00+05:30", "to": "2027-01-15T00:00:00+05:30", "reason": wild]
        let closed = try await server.send(.post, closures, as: owner, json: json(times))
        #expect(try closed.object()["reason"] as? String == wild)
        let decided = try await server.decide("reject", on: centre.id, as: admin, reason: wild)
        #expect(try decided.decode(OwnCentre.self).decision_reason == wild)
        let suspended = try await server.send(
            .patch, "/api/admin/users/\(owner.id)", as: admin, json: json(["status": "suspended", "reason": wild]))
        #expect(suspended.status == 200, "\(suspended.text)")
        let audit = try await server.send(.get, "/api/admin/audit?entity_type=user&entity_id=\(owner.id)", as: admin)
        #expect(audit.status == 200 && audit.text.contains("<script>alert(1)</script>"))
    }

    @Test(arguments: [
        "/api/admin/users?q=", "/api/admin/providers?q=", "/api/admin/providers?city=",
        "/api/admin/providers?district=",
        "/api/providers?q=", "/api/providers?city=",
        "/api/admin/audit?action=", "/api/admin/audit?entity_type=", "/api/admin/jobs?kind=",
    ])
    func `what is looked for is no part of the question`(uri: String) async throws {
        let admin = try await server.person(.admin)
        let reply = try await server.send(.get, uri + encoded("nobody of the name " + wild), as: admin)
        #expect(reply.status == 200, "\(reply.text)")
        #expect((try reply.object()["items"] as? [Any])?.isEmpty == true)
        #expect(try await server.send(.get, "/api/me", as: admin).status == 200)
    }
}
