import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct ProfileTests {
    @Test func `people see their account, and browsers get its CSRF token`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        let reply = try await server.send(.get, "/api/me", as: person)
        #expect(reply.headers[.cacheControl] == "no-store")
        let me = try reply.object()
        #expect(me["id"] as? NSNumber == NSNumber(value: member.id))
        #expect(me["email"] as? String == member.email)
        #expect(me["phone"] as? String == member.phone)
        #expect(me["csrf_token"] as? String == person.cookie.csrfToken.text)
        #expect(!reply.text.contains("$2b$"))
    }

    @Test func `name, language and consent to offers are changed, and only what is sent`() async throws {
        let person = try await server.signIn(try await server.member())
        let first = try await patch(person, ["name": "முத்து", "language": "ta"]).object()
        #expect(first["name"] as? String == "முத்து" && first["language"] as? String == "ta")
        let second = try await patch(person, ["consent": ["offers": true]]).object()
        #expect(second["name"] as? String == "முத்து")
        #expect((second["consent"] as? [String: Any])?["offers"] as? Bool == true)
        let third = try await patch(person, ["consent": ["offers": false]]).object()
        #expect((third["consent"] as? [String: Any])?["offers"] as? Bool == false)
    }

    @Test(arguments: [
        "role", "status", "id", "password", "password_hash", "email_verified_at", "created_at", "csrf_token",
    ])
    func `nobody gives themselves a role, or anything else`(name: String) async throws {
        let person = try await server.signIn(try await server.member())
        try expectProblem(try await patch(person, [name: "admin"]), 422, "unknown_parameter", field: name)
        #expect(try await server.send(.get, "/api/me", as: person).object()["role"] as? String == "customer")
    }

    @Test func `consent to the terms can't be taken back by a change`() async throws {
        let person = try await server.signIn(try await server.member())
        let reply = try await patch(person, ["consent": ["terms": false]])
        try expectProblem(reply, 422, "unknown_parameter", field: "consent.terms")
    }

    @Test func `a new address needs the password, and counts as not verified`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        try await server.pool.execute("UPDATE users SET email_verified_at = now() WHERE id = \(member.id)")
        let email = Member.newEmail()
        try expectProblem(try await patch(person, ["email": email]), 422, "wrong_password", field: "current_password")
        try expectProblem(
            try await patch(person, ["email": email, "current_password": "another password"]), 422, "wrong_password",
            field: "current_password")
        // The same one in capitals is no change, and needs none.
        let same = try await patch(person, ["email": member.email.uppercased()]).object()
        #expect(same["email_verified"] as? Bool == true)
        let changed = try await patch(person, ["email": email.uppercased(), "current_password": member.password])
        let me = try changed.object()
        #expect(me["email"] as? String == email && me["email_verified"] as? Bool == false)
    }

    @Test func `an address or a number of somebody else is taken`() async throws {
        let (one, other) = (try await server.member(), try await server.member())
        let person = try await server.signIn(one)
        let proof = ["current_password": one.password]
        try expectProblem(
            try await patch(person, proof.merging(["email": other.email]) { $1 }), 409, "email_taken", field: "email")
        try expectProblem(
            try await patch(person, proof.merging(["phone": other.phone]) { $1 }), 409, "phone_taken", field: "phone")
    }

    @Test func `one of address and number may be removed, not both`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        let removed = try await patch(person, ["email": NSNull(), "current_password": member.password])
        #expect(try removed.object()["email"] is NSNull)
        try expectProblem(
            try await patch(person, ["phone": NSNull(), "current_password": member.password]), 422, "not_reachable",
            field: "phone")
    }

    @Test func `a new password ends every session and begins a new one`() async throws {
        var member = try await server.member()
        let (here, elsewhere) = (try await server.signIn(member), try await server.signIn(member))
        let reply = try await server.send(
            .post, "/api/password/change", as: here,
            json: json(["current_password": member.password, "new_password": "a quite new password"]))
        #expect(reply.status == 200)
        for old in [here, elsewhere] {
            try expectProblem(try await server.send(.get, "/api/me", as: old), 401, "not_signed_in")
        }
        let person = Person(id: member.id, role: .customer, cookie: try #require(reply.sessionCookie))
        #expect(try await server.send(.get, "/api/me", as: person).status == 200)
        try expectProblem(try await server.login(member), 401, "wrong_credentials")
        member.password = "a quite new password"
        #expect(try await server.login(member).status == 200)
    }

    @Test func `a password is changed by who knows the present one alone`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        for current in ["another password", "", nil] as [String?] {
            var fields = ["new_password": "a quite new password"]
            fields["current_password"] = current
            let reply = try await server.send(.post, "/api/password/change", as: person, json: json(fields))
            try expectProblem(reply, 422, "wrong_password", field: "current_password")
        }
        let weak = ["current_password": member.password, "new_password": "passwordpassword"]
        try expectProblem(
            try await server.send(.post, "/api/password/change", as: person, json: json(weak)), 422,
            "password_too_common", field: "new_password")
        #expect(try await server.send(.get, "/api/me", as: person).status == 200)
    }

    @Test func `who has no password proves themselves by a sign-in in the last minutes`() async throws {
        let person = try await server.person(.customer)
        let email = Member.newEmail()
        #expect(try await patch(person, ["email": email]).object()["email"] as? String == email)
        try await server.pool.execute(
            "UPDATE sessions SET created_at = now() - interval '1 hour' WHERE user_id = \(person.id)")
        try expectProblem(try await patch(person, ["email": Member.newEmail()]), 403, "sign_in_again")
        let change = json(["new_password": "a quite new password"])
        try expectProblem(
            try await server.send(.post, "/api/password/change", as: person, json: change), 403, "sign_in_again")
        try await server.pool.execute("UPDATE sessions SET created_at = now() WHERE user_id = \(person.id)")
        #expect(try await server.send(.post, "/api/password/change", as: person, json: change).status == 200)
        let login = try await server.post("/api/login", ["email": email, "password": "a quite new password"])
        #expect(login.status == 200)
    }

    @Test func `changes are audited without personal values`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        _ = try await patch(person, ["name": "A Very Secret Name", "language": "ta"])
        let rows = try await server.pool.query(
            """
            SELECT performed_by, change::text FROM audit_log
            WHERE action = 'user.changed' AND entity_id = \(member.id)
            """)
        let (by, change) = try rows[0].decode(Int64?.self, String.self)
        #expect(by == member.id && change.contains("language") && change.contains("name"))
        #expect(!change.contains("Secret"))
    }

    private func patch(_ person: Person, _ fields: [String: Any]) async throws -> Reply {
        try await server.send(.patch, "/api/me", as: person, json: json(fields))
    }
}
