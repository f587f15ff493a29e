import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

/// What admins decide about centres.
@Suite(.server) struct ProviderApprovalTests {
    @Test func `only an approved centre is found`() async throws {
        let owner = try await server.person(.provider)
        let admin = try await server.person(.admin)
        let name = "Found \(UUID().uuidString)"
        let centre = try await server.register(centreBody(["center_name": name]), as: owner)
        for (verb, reason, status) in [
            ("approve", nil, "approved"), ("suspend", "Complaints", "suspended"), ("approve", nil, "approved"),
        ] {
            let reply = try await server.decide(verb, on: centre.id, as: admin, reason: reason)
            #expect(reply.status == 200, "\(reply.text)")
            let decided: OwnCentre = try reply.decode()
            #expect(decided.status == status && decided.decision_reason == reason && decided.decided_at != nil)
            let isFound = status == "approved"
            let list: ProviderPage = try await server.read("/api/providers?q=\(encoded(name))")
            #expect(list.items.map(\.id) == (isFound ? [centre.id] : []))
            #expect(try await server.get("/api/providers/\(centre.id)").status == (isFound ? 200 : 404))
            let nearest = try await server.get("/api/providers/nearest?pincode=600001&limit=50")
            #expect(nearest.text.contains(name) == isFound)
        }
        #expect(
            try await server.audit(of: centre.id)
                == ["provider.registered", "provider.approved", "provider.suspended", "provider.approved"])
    }

    /// From each status, what is legal.
    @Test(arguments: [
        ("pending", ["approve", "reject"]), ("approved", ["suspend"]), ("rejected", ["approve"]),
        ("suspended", ["approve"]), ("inactive", []),
    ])
    func `a decision follows from where the centre stands, or is refused with that`(status: String, legal: [String])
        async throws
    {
        let admin = try await server.person(.admin)
        let centre = try await server.register(as: try await server.person(.provider))
        for verb in ["approve", "reject", "suspend"] {
            try await server.pool.execute("UPDATE service_providers SET status = \(status) WHERE id = \(centre.id)")
            let reply = try await server.decide(verb, on: centre.id, as: admin, reason: verb == "approve" ? nil : "R")
            if legal.contains(verb) {
                #expect(reply.status == 200, "\(status) \(verb) \(reply.text)")
            } else {
                let problem = try expectProblem(reply, 409, "illegal_transition")
                #expect(problem.detail.contains("The centre is \(status)"))
            }
        }
    }

    @Test func `a rejection and a suspension need a reason, an approval takes none`() async throws {
        let admin = try await server.person(.admin)
        let centre = try await server.register(as: try await server.person(.provider))
        for verb in ["reject", "suspend"] {
            let uri = "/api/admin/providers/\(centre.id)/\(verb)"
            for body in ["{}", #"{"reason":null}"#, #"{"reason":""}"#, #"{"reason":" "}"#, #"{"reason":5}"#] {
                try expectProblem(
                    await server.send(.post, uri, as: admin, json: body), 422, "invalid_parameter", field: "reason")
            }
            let long = json(["reason": String(repeating: "x", count: 501)])
            try expectProblem(
                await server.send(.post, uri, as: admin, json: long), 422, "invalid_parameter", field: "reason")
            try expectProblem(
                await server.send(.post, uri, as: admin, json: #"{"reason":"a","status":"approved"}"#), 422,
                "unknown_parameter", field: "status")
            try expectProblem(await server.send(.post, uri, as: admin), 415, "unsupported_type")
        }
        try expectProblem(
            await server.decide("approve", on: centre.id, as: admin, reason: "because"), 422, "unknown_parameter",
            field: "reason")
        #expect(
            try await server.send(.post, "/api/admin/providers/\(centre.id)/approve", as: admin, json: "{}").status
                == 200)
    }

    @Test(arguments: ["0", "999999999", "-1", "x", "9223372036854775808", "1.0"])
    func `nobody decides on a centre that isn't there`(id: String) async throws {
        let admin = try await server.person(.admin)
        for verb in ["approve", "reject", "suspend"] {
            let reply = try await server.send(
                .post, "/api/admin/providers/\(id)/\(verb)", as: admin,
                json: verb == "approve" ? "{}" : #"{"reason":"R"}"#)
            try expectProblem(reply, 404, "unknown_provider")
        }
    }

    @Test func `of decisions taken at the same moment one counts, and is audited once`() async throws {
        let server = server
        let admins = [try await server.person(.admin), try await server.person(.admin)]
        for _ in 0..<5 {
            let centre = try await server.register(as: try await server.person(.provider))
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        let verb = number % 3 == 2 ? "reject" : "approve"
                        return try await server.decide(
                            verb, on: centre.id, as: admins[number % 2], reason: verb == "reject" ? "R" : nil
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let decisions = try await server.audit(of: centre.id).dropFirst()
            // An approval may follow a rejection; nothing may follow an approval.
            #expect(statuses.count { $0 == 200 } == decisions.count)
            #expect(statuses.allSatisfy { $0 == 200 || $0 == 409 })
            #expect(decisions.last == "provider.approved")
            #expect(decisions.count { $0 == "provider.approved" } == 1)
        }
    }

    @Test func `each step is announced, with the reason and what changed, and without personal values`() async throws {
        let owner = try await server.person(.provider)
        let admin = try await server.person(.admin)
        let centre = try await server.register(as: owner)
        _ = try await server.decide("reject", on: centre.id, as: admin, reason: "No such street.")
        _ = try await server.decide("suspend", on: centre.id, as: admin, reason: "Refused, so not announced.")
        // The second approval accepts what was changed since the first.
        for change in [["address": "12 Mint Street, Chennai"], ["center_name": "Velan"], ["center_name": "Velan"]] {
            if change["center_name"] != nil { _ = try await server.decide("approve", on: centre.id, as: admin) }
            _ = try await server.send(.patch, "/api/providers/\(centre.id)", as: owner, json: json(change))
        }
        _ = try await server.decide("suspend", on: centre.id, as: admin, reason: "Complaints")
        #expect(
            try await server.events(of: centre.id) == [
                "provider_registered {}", #"provider_rejected {"reason": "No such street."}"#,
                #"provider_changed {"fields": ["address", "status"], "changed_since_approval": []}"#,
                "provider_approved {}",
                #"provider_changed {"fields": ["center_name"], "changed_since_approval": ["center_name"]}"#,
                "provider_changes_accepted {}", #"provider_suspended {"reason": "Complaints"}"#,
            ])
    }

    @Test func `what the owner changed since an admin read it is approved by nobody unseen`() async throws {
        let owner = try await server.person(.provider)
        let admin = try await server.person(.admin)
        let centre = try await server.register(as: owner)
        let uri = "/api/providers/\(centre.id)"
        let read = try await server.send(.get, uri, as: admin)
        let tag = try #require(read.headers[.eTag])
        #expect(try read.object()["etag"] as? String == tag)
        #expect(try await server.send(.get, uri, as: owner).headers[.eTag] == tag)
        _ = try await server.send(.patch, uri, as: owner, json: json(["center_name": "Quite Another Centre"]))

        func approve(_ tag: String) async throws -> Reply {
            var headers = admin.headers
            headers[.ifMatch] = tag
            return try await server.send(.post, "/api/admin\(uri.dropFirst(4))/approve", headers: headers)
        }
        for stale in [tag, "W/\(tag)", "\"centre-1-1\"", "\"\"", "x"] {
            try expectProblem(try await approve(stale), 412, "changed_meanwhile")
        }
        #expect(try await server.get(uri).status == 404)
        let fresh = try #require(try await server.send(.get, uri, as: admin).headers[.eTag])
        let approved = try await approve(fresh)
        #expect(approved.status == 200 && approved.headers[.eTag] != fresh, "\(approved.text)")
        let visitor = try await server.get(uri)
        #expect(visitor.status == 200 && visitor.headers[.eTag] == nil)
    }

    @Test func `the queue shows who has waited longest first, page by page`() async throws {
        let admin = try await server.person(.admin)
        let owner = try await server.person(.provider)
        let mark = UUID().uuidString
        var ids: [Int64] = []
        for number in 1...5 {
            ids.append(try await server.register(centreBody(["center_name": "\(mark) \(9 - number)"]), as: owner).id)
        }
        _ = try await server.decide("approve", on: ids[1], as: admin)
        _ = try await server.decide("reject", on: ids[3], as: admin, reason: "R")
        func list(_ query: String) async throws -> OwnCentres {
            let reply = try await server.send(.get, "/api/admin/providers?q=\(mark.lowercased())&\(query)", as: admin)
            #expect(reply.status == 200, "\(reply.text)")
            return try reply.decode()
        }
        #expect(try await list("limit=100").items.map(\.id) == ids)
        #expect(try await list("status=pending").items.map(\.id) == [ids[0], ids[2], ids[4]])
        #expect(try await list("status=approved").items.map(\.id) == [ids[1]])
        #expect(try await list("status=rejected").items.map(\.decision_reason) == ["R"])
        #expect(try await list("status=suspended").items.isEmpty)
        #expect(try await list("pincode=600001&district=chennai&city=CHENNAI").items.count == 5)
        #expect(try await list("pincode=600002").items.isEmpty)
        #expect(try await list("changed=true").items.isEmpty)
        var found: [Int64] = []
        var cursor: String?
        repeat {
            let page = try await list("limit=2" + (cursor.map { "&cursor=" + encoded($0) } ?? ""))
            found += page.items.map(\.id)
            cursor = page.next_cursor
        } while cursor != nil
        #expect(found == ids)
        for wrong in ["status=open", "status=", "limit=101", "cursor=x", "pincode=1", "changed=yes", "sort=name"] {
            #expect(try await server.send(.get, "/api/admin/providers?\(wrong)", as: admin).status == 422, "\(wrong)")
        }
    }

    @Test func `the queue is a table too, in which a name is no formula`() async throws {
        let owner = try await server.person(.provider, name: "Owner")
        let admin = try await server.person(.admin)
        let name = "=HYPERLINK(\"x\") \(UUID().uuidString)"
        let centre = try await server.register(centreBody(["center_name": name]), as: owner)
        let reply = try await server.send(
            .get, "/api/admin/providers?status=pending&q=\(encoded(name))", as: admin, accept: "text/csv")
        #expect(reply.headers[.contentType]?.hasPrefix("text/csv") == true)
        let lines = reply.text.split(separator: "\r\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("id,center_name,") == true && lines.first?.hasSuffix(",updated_at") == true)
        #expect(lines.last?.hasPrefix("\(centre.id),\"'=HYPERLINK(\"\"x\"\")") == true)
        #expect(lines.last?.contains(",\(owner.id),Owner,") == true)
    }

    @Test func `the public list shows an admin other statuses too, and nobody else`() async throws {
        let name = "Shown \(UUID().uuidString)"
        let owner = try await server.person(.provider)
        let centre = try await server.register(centreBody(["center_name": name]), as: owner)
        let uri = "/api/providers?q=\(encoded(name))"
        let admin = try await server.person(.admin)
        #expect(try await server.send(.get, uri, as: admin).decode(ProviderPage.self).items.isEmpty)
        let pending = try await server.send(.get, uri + "&status=pending", as: admin).decode(ProviderPage.self)
        #expect(pending.items.map(\.id) == [centre.id] && pending.items[0].status == "pending")
        for person in [nil, owner, try await server.person(.dispatcher)] {
            try expectProblem(
                await server.send(.get, uri + "&status=pending", as: person), 422, "unknown_parameter", field: "status")
        }
    }

    @Test func `an audit names who decided and why, and no personal value of a change`() async throws {
        let owner = try await server.person(.provider)
        let admin = try await server.person(.admin)
        let centre = try await server.register(as: owner)
        _ = try await server.send(
            .patch, "/api/providers/\(centre.id)", as: owner,
            json: json([
                "phone": "98400 54321", "gstin": "33AAACH7409R1Z8", "address": "Secret Street", "benches": 2,
                "center_name": "Somebody's Irons",
            ]))
        _ = try await server.decide("reject", on: centre.id, as: admin, reason: "No such street.")
        let rows = try await server.pool.query(
            """
            SELECT action, performed_by, role, change::text, request_id IS NOT NULL FROM audit_log
            WHERE entity_type = 'provider' AND entity_id = \(centre.id) ORDER BY id
            """)
        let lines = try rows.map { try $0.decode(String.self, Int64.self, String.self, String.self, Bool.self) }
        #expect(lines.map(\.0) == ["provider.registered", "provider.changed", "provider.rejected"])
        #expect(lines.map(\.1) == [owner.id, owner.id, admin.id])
        #expect(lines[2].3.contains("No such street.") && lines[2].3.contains("pending"))
        #expect(
            lines[1].3.contains("phone") && lines[1].3.contains("gstin")
                && lines[1].3.contains("\"benches\": [\"1\", \"2\"]"))
        for secret in ["54321", "AAACH7409R", "Secret", "Somebody"] { #expect(!lines[1].3.contains(secret)) }
        #expect(lines.map(\.4) == [true, true, true])
    }
}
