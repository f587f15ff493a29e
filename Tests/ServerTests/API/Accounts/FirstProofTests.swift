import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// Somebody registered with a number or an address that may be another's, whose first proof it is.
@Suite(.server, .serialized) struct FirstProofTests {
    @Test func `the first code for a number throws out whoever registered it`() async throws {
        try await Postbox.with(server) { postbox in
            let squatter = try await server.member()
            let session = try await server.signIn(squatter)
            try await addSecondFactor(to: squatter)
            let signedIn = try await codeSignIn(squatter, postbox)
            #expect(signedIn.status == 200, "\(signedIn.text)")
            #expect(try signedIn.object()["access_reset"] as? Bool == true)
            let user = try #require(try signedIn.object()["user"] as? [String: Any])
            #expect(user["phone_verified"] as? Bool == true && user["email"] is NSNull)

            try expectProblem(try await server.send(.get, "/api/me", as: session), 401, "not_signed_in")
            try expectProblem(try await server.login(squatter), 401, "wrong_credentials")
            try expectProblem(try await passwordSignIn(squatter), 401, "wrong_credentials")
            #expect(try await count("SELECT count(*) FROM second_factors WHERE user_id = \(squatter.id)") == 0)
            #expect(try await changes(of: squatter) == [["email", "password", "second_factor"]])
        }
    }

    @Test func `whoever loses a password to the first code is told, and sets a new one at once`() async throws {
        try await Postbox.with(server) { postbox in
            let member = try await server.member()
            let reply = try await codeSignIn(member, postbox)
            try await eventually(postbox, member.phone, "access_reset.en")
            let person = Person(id: member.id, role: .customer, cookie: try #require(reply.sessionCookie))
            let changed = try await server.send(
                .post, "/api/password/change", as: person, json: json(["new_password": "another fine phrase"]))
            #expect(changed.status == 200, "\(changed.text)")
            let again = try await server.post(
                "/api/login", ["phone": member.phone, "password": "another fine phrase"])
            #expect(again.status == 200)
        }
    }

    @Test(arguments: [false, true])
    func `a code typed by somebody who is signed in to the account takes nothing away`(byToken: Bool) async throws {
        try await Postbox.with(server) { postbox in
            let member = try await server.member()
            let first = try await server.login(member)
            let cookie = try #require(first.sessionCookie)
            let token = try #require(try first.object()["access_token"] as? String)
            let headers: HTTPFields =
                byToken ? [.authorization: "Bearer \(token)"] : [.cookie: "\(Credentials.cookieName)=\(cookie.text)"]
            let reply = try await codeSignIn(member, postbox, headers: headers)
            #expect(reply.status == 200, "\(reply.text)")
            #expect(try reply.object()["access_reset"] == nil)
            #expect(try await server.login(member).status == 200)
            #expect(try await changes(of: member) == [])
            #expect(
                try await count("SELECT count(*) FROM users WHERE id = \(member.id) AND phone_verified_at IS NOT NULL")
                    == 1)
        }
    }

    @Test func `another's session makes nobody the owner of the number`() async throws {
        try await Postbox.with(server) { postbox in
            let (member, other) = (try await server.member(), try await server.member())
            let cookie = try await server.signIn(other).cookie
            let reply = try await codeSignIn(
                member, postbox, headers: [.cookie: "\(Credentials.cookieName)=\(cookie.text)"])
            #expect(try reply.object()["access_reset"] as? Bool == true)
        }
    }

    @Test func `the second code finds a verified account, whose second factor it can't pass over`() async throws {
        try await Postbox.with(server) { postbox in
            let member = try await server.member()
            try await server.pool.execute("UPDATE users SET phone_verified_at = now() WHERE id = \(member.id)")
            try await addSecondFactor(to: member)
            try expectProblem(try await codeSignIn(member, postbox), 401, "second_factor_required")
            #expect(try await server.login(member).status == 401)
            #expect(try await changes(of: member) == [])
        }
    }

    @Test func `two people don't meet in one account: a number doesn't open what its address has proven`() async throws
    {
        try await Postbox.with(server) { postbox in
            let member = try await server.member()
            try await server.pool.execute("UPDATE users SET email_verified_at = now() WHERE id = \(member.id)")
            try expectProblem(try await codeSignIn(member, postbox), 403, "phone_not_confirmed")
            #expect(try await server.login(member).status == 200)
            #expect(try await changes(of: member) == [])
        }
    }

    @Test func `a staff account's second factor outlives its first code`() async throws {
        try await Postbox.with(server) { postbox in
            let member = try await server.member()
            try await server.pool.execute("UPDATE users SET role = 'dispatcher' WHERE id = \(member.id)")
            try await addSecondFactor(to: member)
            try expectProblem(try await codeSignIn(member, postbox), 401, "second_factor_required")
            #expect(try await changes(of: member) == [])
        }
    }

    @Test func `the first mail for a forgotten password throws out whoever registered the address`() async throws {
        try await Postbox.with(server) { postbox in
            let squatter = try await server.member()
            let session = try await server.signIn(squatter)
            try await addSecondFactor(to: squatter)
            let reply = try await reset(squatter, postbox)
            #expect(try reply.object()["access_reset"] as? Bool == true, "\(reply.text)")
            try expectProblem(try await server.send(.get, "/api/me", as: session), 401, "not_signed_in")
            #expect(try await changes(of: squatter) == [["phone", "second_factor"]])
            let again = try await server.post(
                "/api/login", ["email": squatter.email, "password": "a newly set phrase"])
            #expect(again.status == 200, "\(again.text)")
            _ = try await postbox.mail(to: squatter.email, about: "confirmed for the first time")
        }
    }

    @Test func `a later mail leaves number and second factor as they are`() async throws {
        try await Postbox.with(server) { postbox in
            let member = try await server.member()
            try await server.pool.execute("UPDATE users SET email_verified_at = now() WHERE id = \(member.id)")
            try await addSecondFactor(to: member)
            #expect(try await reset(member, postbox).object()["access_reset"] == nil)
            #expect(try await count("SELECT count(*) FROM second_factors WHERE user_id = \(member.id)") == 1)
            #expect(try await count("SELECT count(*) FROM users WHERE id = \(member.id) AND phone IS NOT NULL") == 1)
        }
    }

    @Test func `a mistyped address doesn't open an account whose number is proven`() async throws {
        let member = try await server.member()
        try await server.pool.execute("UPDATE users SET phone_verified_at = now() WHERE id = \(member.id)")
        let email = try #require(EmailAddress(member.email))
        #expect(try await server.accounts.makePasswordReset(email) == nil)
    }

    private func codeSignIn(_ member: Member, _ postbox: Postbox, headers: HTTPFields = [:]) async throws -> Reply {
        let asked = try await server.post("/api/login/code", ["phone": member.phone])
        try #require(asked.status == 202, "\(asked.text)")
        let code = try await eventually(postbox, member.phone, "login_code.en")
        return try await server.post("/api/login", ["phone": member.phone, "code": code], headers: headers)
    }

    private func passwordSignIn(_ member: Member) async throws -> Reply {
        try await server.post("/api/login", ["phone": member.phone, "password": member.password])
    }

    private func reset(_ member: Member, _ postbox: Postbox) async throws -> Reply {
        try #require(try await server.post("/api/password/forgot", ["email": member.email]).status == 202)
        let token = try await postbox.token(to: member.email, about: "new password")
        return try await server.post("/api/password/reset", ["token": token, "password": "a newly set phrase"])
    }

    /// The code in a text message by this template, once it has come; empty where it has none.
    @discardableResult
    private func eventually(_ postbox: Postbox, _ phone: String, _ template: String) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let message = try await postbox.text(to: phone)
            if message.template == template { return message.variables.first { $0.name == "code" }?.value ?? "" }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("no \(template) came")
        return ""
    }

    private func addSecondFactor(to member: Member) async throws {
        try await server.pool.execute(
            "INSERT INTO second_factors (user_id, sealed_secret, confirmed_at) VALUES (\(member.id), 'x', now())")
    }

    /// What the audit says was taken away, a list a time.
    private func changes(of member: Member) async throws -> [[String]] {
        let rows = try await server.pool.query(
            """
            SELECT ARRAY(SELECT jsonb_object_keys(change) ORDER BY 1) FROM audit_log
            WHERE action = 'user.claimed' AND entity_id = \(member.id) AND performed_by = \(member.id)
            """)
        return try rows.map { try $0.decode([String].self) }
    }

    private func count(_ query: Query) async throws -> Int { try await server.pool.query(query)[0].decode(Int.self) }
}
