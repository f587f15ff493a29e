import Foundation
import HTTPTypes
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

@Suite(.server) struct AdminUserTests {
    @Test(arguments: ["customer", "provider", "dispatcher", "admin"])
    func `an administrator makes accounts of every role`(role: String) async throws {
        let admin = try await server.person(.admin)
        let email = Member.newEmail()
        let fields = ["name": "Someone", "email": email, "role": role, "password": Member.password]
        let reply = try await server.send(.post, "/api/admin/users", as: admin, json: json(fields))
        #expect(reply.status == 201)
        #expect(try reply.object()["role"] as? String == role)
        let login = try await server.post("/api/login", ["email": email, "password": Member.password])
        #expect(try login.decode(SignInBody.self).user.role == role)
    }

    @Test func `an account for somebody else has an address or a number, and no unknown role`() async throws {
        let admin = try await server.person(.admin)
        let reply = try await create(admin, ["name": "Someone", "role": "customer"])
        try expectProblem(reply, 422, "not_reachable", field: "phone")
        let root = try await create(admin, ["name": "Someone", "role": "root", "email": Member.newEmail()])
        try expectProblem(root, 422, "invalid_parameter", field: "role")
        let weak = ["name": "Someone", "role": "customer", "email": Member.newEmail(), "password": "short"]
        try expectProblem(try await create(admin, weak), 422, "password_too_short", field: "password")
    }

    @Test func `accounts are found by part of name, address, number, by role and status`() async throws {
        let admin = try await server.person(.admin)
        let word = "w\(UInt32.random(in: 0...UInt32.max))"
        let phone = Member.newPhone()
        let id = try await id(
            of: create(admin, ["name": "Some \(word) One", "role": "dispatcher", "phone": phone]))
        for query in ["q=\(word.uppercased())", "q=\(encoded(phone))", "q=0\(phone.dropFirst(3))&role=dispatcher"] {
            let reply = try await server.send(.get, "/api/admin/users?\(query)", as: admin)
            let found = try #require(try reply.object()["items"] as? [[String: Any]])
            #expect(found.map { ($0["id"] as? NSNumber)?.int64Value } == [id], "\(query)")
        }
        for query in ["role=admin", "status=suspended"] {
            let reply = try await server.send(.get, "/api/admin/users?q=\(word)&\(query)", as: admin)
            #expect((try reply.object()["items"] as? [Any])?.isEmpty == true, "\(query)")
        }
        for (query, field) in [
            ("role=root", "role"), ("status=x", "status"), ("cursor=x", "cursor"), ("limit=0", "limit"),
        ] {
            let reply = try await server.send(.get, "/api/admin/users?\(query)", as: admin)
            try expectProblem(reply, 422, "invalid_parameter", field: field)
        }
    }

    @Test func `the pages of the list hold each account once, while others are added`() async throws {
        let admin = try await server.person(.admin)
        let word = "w\(UInt32.random(in: 0...UInt32.max))"
        var made: [Int64] = []
        for _ in 0..<5 { made.append(try await server.person(.customer, name: word).id) }
        var seen: [Int64] = []
        var cursor: String? = ""
        while let at = cursor {
            let uri = "/api/admin/users?q=\(word)&limit=2" + (at.isEmpty ? "" : "&cursor=\(at)")
            let page = try await server.send(.get, uri, as: admin).object()
            seen += try #require(page["items"] as? [[String: Any]]).compactMap { ($0["id"] as? NSNumber)?.int64Value }
            cursor = page["next_cursor"] as? String
            _ = try await server.person(.customer, name: word)
        }
        #expect(seen == made.reversed())
    }

    @Test func `whoever looks at accounts is written down, once an hour for the same ones`() async throws {
        let admin = try await server.person(.admin)
        let (one, other) = (try await server.member(), try await server.member())
        func look(_ query: String) async throws {
            #expect(try await server.send(.get, "/api/admin/users?\(query)", as: admin).status == 200)
        }
        for _ in 0..<3 { try await look("q=\(encoded(one.email))") }
        try await look("q=\(encoded(other.email))&role=customer")
        try await look("q=\(UUID().uuidString)")
        let rows = try await server.pool.query(
            """
            SELECT entity_id, change->'users'->>1, change->'role'->>1, change::text FROM audit_log
            WHERE action = 'user.read' AND performed_by = \(admin.id) ORDER BY id
            """)
        let lines = try rows.map { try $0.decode(Int64?.self, String.self, String?.self, String.self) }
        #expect(lines.map(\.0) == [one.id, other.id], "nothing was shown the third time")
        #expect(lines.map(\.1) == ["\(one.id)", "\(other.id)"])
        #expect(lines.map(\.2) == [nil, "customer"])
        #expect(lines.allSatisfy { !$0.3.contains("@") }, "what was typed is somebody's")
        try await server.pool.asOwner(
            """
            SET session_replication_role = replica;
            UPDATE audit_log SET "timestamp" = now() - interval '61 minutes'
            WHERE action = 'user.read' AND performed_by = \(admin.id)
            """)
        try await look("q=\(encoded(one.email))")
        let again = try await server.pool.query(
            "SELECT count(*) FROM audit_log WHERE action = 'user.read' AND entity_id = \(one.id)")
        #expect(try again[0].decode(Int.self) == 2)
    }

    @Test func `a percent sign or a quote is looked for as such`() async throws {
        let admin = try await server.person(.admin)
        let id = try await server.person(.customer, name: "100% _steam_ '").id
        for q in ["100%", "_steam_", "'"] {
            let reply = try await server.send(.get, "/api/admin/users?q=\(encoded(q))", as: admin)
            let found = try #require(try reply.object()["items"] as? [[String: Any]])
            #expect(found.contains { ($0["id"] as? NSNumber)?.int64Value == id }, "\(q)")
            #expect(found.allSatisfy { ($0["name"] as? String)?.contains(q) == true }, "\(q)")
        }
    }

    @Test func `suspension ends every session and needs a reason; its end lets the person in again`() async throws {
        let admin = try await server.person(.admin)
        let member = try await server.member()
        let person = try await server.signIn(member)
        try expectProblem(
            try await change(admin, member.id, ["status": "suspended"]), 422, "invalid_parameter", field: "reason")
        let reply = try await change(admin, member.id, ["status": "suspended", "reason": "<b>complaints</b>"])
        #expect(try reply.object()["status"] as? String == "suspended")
        try expectProblem(try await server.send(.get, "/api/me", as: person), 401, "not_signed_in")
        try expectProblem(try await server.login(member), 403, "account_suspended")
        #expect(try await change(admin, member.id, ["status": "active", "reason": "settled"]).status == 200)
        try expectProblem(try await server.send(.get, "/api/me", as: person), 401, "not_signed_in")
        #expect(try await server.login(member).status == 200)
        let rows = try await server.pool.query(
            """
            SELECT action, performed_by, change::text FROM audit_log
            WHERE entity_type = 'user' AND entity_id = \(member.id) AND performed_by = \(admin.id) ORDER BY id
            """)
        let entries = try rows.map { try $0.decode(String.self, Int64?.self, String.self) }
        #expect(entries.map(\.0) == ["user.suspended", "user.reactivated"])
        #expect(entries[0].2.contains("<b>complaints</b>"))
    }

    @Test func `another role takes effect at once, and ends the sessions of the old one`() async throws {
        let admin = try await server.person(.admin)
        let member = try await server.member()
        let person = try await server.signIn(member)
        #expect(try await change(admin, member.id, ["role": "dispatcher"]).status == 200)
        try expectProblem(try await server.send(.get, "/api/me", as: person), 401, "not_signed_in")
        #expect(try await server.login(member).decode(SignInBody.self).user.role == "dispatcher")
    }

    @Test func `nobody suspends themselves`() async throws {
        let admin = try await server.person(.admin)
        let reply = try await change(admin, admin.id, ["status": "suspended", "reason": "tired"])
        try expectProblem(reply, 409, "own_account")
    }

    @Test func `the last administrator stays one, however many try at once`() async throws {
        try await withServer { server in
            let admins = [try await server.person(.admin), try await server.person(.admin)]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for (one, other) in [(admins[0], admins[1]), (admins[1], admins[0])] {
                    group.addTask {
                        try await server.send(
                            .patch, "/api/admin/users/\(other.id)", as: one, json: json(["role": "customer"])
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // The second finds itself signed out, no administrator any more, or the last one.
            #expect(statuses.sorted().first == 200 && statuses.sorted().last != 200)
            let rows = try await server.pool.query("SELECT id FROM users WHERE role = 'admin'")
            #expect(rows.count == 1)
            let last = try #require(admins.first { try rows[0].decode(Int64.self) == $0.id })
            let reply = try await server.send(
                .patch, "/api/admin/users/\(last.id)", as: last, json: json(["role": "customer"]))
            try expectProblem(reply, 409, "last_admin")
        }
    }

    @Test(arguments: ["0", "999999999", "x", "9223372036854775808"])
    func `an account that isn't there can't be changed`(id: String) async throws {
        let admin = try await server.person(.admin)
        let reply = try await server.send(.patch, "/api/admin/users/\(id)", as: admin, json: #"{"role":"customer"}"#)
        try expectProblem(reply, 404, "unknown_user")
    }

    @Test(arguments: ["password", "email", "name", "password_hash"])
    func `an administrator can't take an account over`(name: String) async throws {
        let admin = try await server.person(.admin)
        let member = try await server.member()
        try expectProblem(try await change(admin, member.id, [name: "x"]), 422, "unknown_parameter", field: name)
    }

    private func create(_ admin: Person, _ fields: [String: Any]) async throws -> Reply {
        try await server.send(.post, "/api/admin/users", as: admin, json: json(fields))
    }

    private func change(_ admin: Person, _ id: Int64, _ fields: [String: Any]) async throws -> Reply {
        try await server.send(.patch, "/api/admin/users/\(id)", as: admin, json: json(fields))
    }

    private func id(of reply: Reply) throws -> Int64 {
        try #require(try reply.object()["id"] as? NSNumber, "\(reply.text)").int64Value
    }
}
