import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct SignInTests {
    @Test func `an e-mail address or a phone number, in any notation, and the password sign in`() async throws {
        let member = try await server.member()
        let digits = member.phone.dropFirst(3)
        for name in [
            ["email": member.email], ["email": member.email.uppercased()], ["phone": member.phone],
            ["phone": "0\(digits)"],
        ] {
            let reply = try await server.post("/api/login", name.merging(["password": member.password]) { $1 })
            #expect(reply.status == 200, "\(name)")
            #expect(try reply.decode(SignInBody.self).user.id == member.id)
        }
    }

    @Test func `the cookie is for this host, https and no script`() async throws {
        let member = try await server.member()
        let reply = try await server.login(member)
        let cookie = try #require(reply.headers[.setCookie])
        let attributes = cookie.split(separator: ";").dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(Set(attributes) == ["Path=/", "Max-Age=5184000", "Secure", "HttpOnly", "SameSite=Lax"])
        // 256 bits, of which the database knows the hash alone.
        let token = try #require(reply.sessionCookie)
        #expect(token.text.utf8.count == 43)
        let rows = try await server.pool.query(
            "SELECT cookie_hash, user_agent FROM sessions WHERE user_id = \(member.id)")
        #expect(try rows[0].decode([UInt8].self, String?.self).0 == token.hash)
        #expect(try reply.decode(SignInBody.self).csrf_token == token.csrfToken.text)
        #expect(reply.headers[.cacheControl] == "no-store")
    }

    @Test func `a wrong address and a wrong password get the same answer`() async throws {
        let member = try await server.member()
        let wrongPassword = try await server.post(
            "/api/login", ["email": member.email, "password": "another password"])
        let wrongAddress = try await server.post(
            "/api/login", ["email": Member.newEmail(), "password": member.password])
        let wrongNumber = try await server.post(
            "/api/login", ["phone": Member.newPhone(), "password": member.password])
        let first = try expectProblem(wrongPassword, 401, "wrong_credentials")
        for reply in [wrongAddress, wrongNumber] {
            let other = try expectProblem(reply, 401, "wrong_credentials")
            #expect(other.detail == first.detail && other.title == first.title)
            #expect(Set(reply.headers.map(\.name)) == Set(wrongPassword.headers.map(\.name)))
            #expect(reply.headers[.setCookie] == nil)
        }
    }

    @Test func `an account without a password can't be signed in to by one`() async throws {
        let person = try await server.person(.customer)
        let rows = try await server.pool.query("SELECT email FROM users WHERE id = \(person.id)")
        let email = try rows[0].decode(String.self)
        for password in ["", "x", "null", Member.password] {
            let reply = try await server.post("/api/login", ["email": email, "password": password])
            try expectProblem(reply, 401, "wrong_credentials")
        }
    }

    @Test func `only the right password shows that an account is suspended`() async throws {
        let member = try await server.member()
        try await server.pool.execute("UPDATE users SET status = 'suspended' WHERE id = \(member.id)")
        try expectProblem(try await server.login(member), 403, "account_suspended")
        var stranger = member
        stranger.password = "another password"
        try expectProblem(try await server.login(stranger), 401, "wrong_credentials")
    }

    @Test func `signing in again in one browser ends the session before`() async throws {
        let member = try await server.member()
        let first = try await server.signIn(member)
        let reply = try await server.login(member, headers: [.cookie: first.headers[.cookie] ?? ""])
        let cookie = try #require(reply.sessionCookie)
        #expect(cookie != first.cookie)
        try expectProblem(try await server.send(.get, "/api/me", as: first), 401, "not_signed_in")
        let second = Person(id: member.id, role: .customer, cookie: cookie)
        #expect(try await server.send(.get, "/api/me", as: second).status == 200)
    }

    @Test func `a cookie is of no use after signing out`() async throws {
        let member = try await server.member()
        let (here, elsewhere) = (try await server.signIn(member), try await server.signIn(member))
        let reply = try await server.send(.post, "/api/logout", as: here)
        #expect(reply.status == 204 && reply.text.isEmpty)
        #expect(reply.headers[.setCookie]?.contains("Max-Age=0") == true)
        try expectProblem(try await server.send(.get, "/api/me", as: here), 401, "not_signed_in")
        try expectProblem(try await server.send(.post, "/api/logout", as: here), 401, "not_signed_in")
        #expect(try await server.send(.get, "/api/me", as: elsewhere).status == 200)
    }

    @Test func `a CSRF token of another session, or none, changes nothing`() async throws {
        let member = try await server.member()
        let (one, other) = (try await server.signIn(member), try await server.signIn(member))
        for token in [other.cookie.csrfToken.text, "", one.cookie.text, one.cookie.csrfToken.text + "x"] {
            var headers = one.headers
            headers[.csrfToken] = token
            try expectProblem(try await server.send(.post, "/api/logout", headers: headers), 403, "csrf")
        }
        var headers = one.headers
        headers[.csrfToken] = nil
        try expectProblem(try await server.send(.post, "/api/logout", headers: headers), 403, "csrf")
        #expect(try await server.send(.get, "/api/me", as: one).status == 200)
    }

    @Test func `a session ends by itself, idle or not`() async throws {
        let member = try await server.member()
        for change in [
            "last_seen_at = now() - interval '14 days 1 second'", "expires_at = now() - interval '1 second'",
        ] {
            let person = try await server.signIn(member)
            try await server.pool.execute(
                "UPDATE sessions SET \(.init(unsafeSQL: change)) WHERE cookie_hash = \(person.cookie.hash)")
            try expectProblem(try await server.send(.get, "/api/me", as: person), 401, "not_signed_in")
        }
    }

    @Test(arguments: [
        (["password": "x"], "email"), (["email": "a@b.in", "phone": "9876543210", "password": "x"], "email"),
        (["email": "nobody", "password": "x"], "email"), (["phone": "12", "password": "x"], "phone"),
        (["email": "a@b.in"], "password"),
    ])
    func `what is no attempt to sign in is refused`(fields: [String: String], field: String) async throws {
        try expectProblem(try await server.post("/api/login", fields), 422, "invalid_parameter", field: field)
    }

    @Test func `a role or an id can't be signed in with`() async throws {
        let member = try await server.member()
        for name in ["role", "id", "user_id", "admin"] {
            let fields = ["email": member.email, "password": member.password, name: "1"]
            try expectProblem(try await server.post("/api/login", fields), 422, "unknown_parameter", field: name)
        }
    }

    @Test func `a hash of another cost is made anew by signing in`() async throws {
        let member = try await server.member()
        let old = try await PasswordHasher(cost: 5, threads: 1).hash(member.password)
        try await server.pool.execute("UPDATE users SET password_hash = \(old) WHERE id = \(member.id)")
        #expect(try await server.login(member).status == 200)
        let rows = try await server.pool.query("SELECT password_hash FROM users WHERE id = \(member.id)")
        #expect(try rows[0].decode(String.self).hasPrefix("$2b$04$"))
        #expect(try await server.login(member).status == 200)
    }

    @Test func `the time of signing in is kept`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        let me = try await server.send(.get, "/api/me", as: person).object()
        let text = try #require(me["last_login"] as? String)
        let time = try Date(text, strategy: .iso8601)
        #expect(abs(time.timeIntervalSinceNow) < 60)
    }

    @Test func `a browser's name for itself is kept readable`() async throws {
        let member = try await server.member()
        let agent = "Firefox <script>" + String(repeating: "x", count: 500)
        let reply = try await server.login(member, headers: [.userAgent: agent])
        let person = Person(id: member.id, role: .customer, cookie: try #require(reply.sessionCookie))
        let items = try await server.send(.get, "/api/me/sessions", as: person).object()["items"] as? [[String: Any]]
        #expect((items?.first?["user_agent"] as? String) == String(agent.prefix(200)))
    }
}
