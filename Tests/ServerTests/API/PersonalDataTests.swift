import Foundation
import HTTPTypes
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// What we hold about people, given to them and erased at their wish.
@Suite(.server) struct PersonalDataTests {
    @Test func `the export holds what was done, and nothing of others`() async throws {
        let someone = try await Owner.register(on: server)
        let other = try await Owner.register(on: server)
        let reply = try await server.send(.get, "/api/me/export", as: someone.person)
        #expect(reply.status == 200)
        #expect(reply.headers[.contentDisposition]?.hasPrefix("attachment") == true)
        let export = try reply.object()
        let account = try #require(export["account"] as? [String: Any])
        #expect(account["email"] as? String == someone.email && account["phone"] as? String == someone.phone)
        let centres = try #require(export["centres"] as? [[String: Any]])
        #expect(centres.map { $0["id"] as? Int64 } == [someone.centre])
        #expect((export["closures"] as? [Any])?.count == 1 && (export["sessions"] as? [Any])?.count == 1)
        let actions = try #require(export["actions"] as? [[String: Any]]).compactMap { $0["action"] as? String }
        #expect(Set(actions).isSuperset(of: ["user.registered", "provider.registered", "user.exported"]))
        let kinds = try #require(export["events"] as? [[String: Any]]).compactMap { $0["kind"] as? String }
        #expect(kinds.contains("provider_registered"))
        #expect(!reply.text.contains(other.email) && !reply.text.contains(other.name))
    }

    @Test func `the export holds every line, however many there are`() async throws {
        let person = try await server.person(.dispatcher)
        try await server.pool.execute(
            """
            INSERT INTO audit_log (entity_type, entity_id, action, performed_by, "timestamp")
            SELECT 'test', n, 'test.done', \(person.id), now() - make_interval(mins => (n / 3)::integer)
            FROM generate_series(1, 1234) AS n
            """)
        let export = try await server.send(.get, "/api/me/export", as: person).object()
        let lines = try #require(export["actions"] as? [[String: Any]]).filter {
            $0["action"] as? String == "test.done"
        }
        #expect(Set(lines.compactMap { $0["entity_id"] as? Int }) == Set(1...1234) && lines.count == 1234)
    }

    @Test func `every table that hangs on people is in a part`() async throws {
        let rows = try await server.pool.query(
            """
            WITH RECURSIVE hanging (name) AS (
                SELECT 'users'::regclass::oid
                UNION SELECT c.conrelid FROM hanging h JOIN pg_constraint c ON c.contype = 'f' AND c.confrelid = h.name)
            SELECT name::regclass::text FROM hanging
            """)
        let tables = try rows.map { try $0.decode(String.self) }
        let untold = tables.filter { !PersonalData.tables.contains($0) }
        #expect(untold == [], "a capability that holds something about people adds its part")
    }

    @Test func `an erased account leaves nothing personal anywhere`() async throws {
        let someone = try await Owner.register(on: server)
        #expect(try await server.get("/api/providers/\(someone.centre)").status == 200)
        try await leaveTraces(of: someone)
        let reply = try await erase(someone.person, password: Owner.password)
        #expect(reply.status == 204)
        for table in ["sessions", "second_factors", "recovery_codes", "account_tokens", "login_codes"] {
            let rows = try await server.pool.query(
                "SELECT count(*) FROM \(identifier: table) WHERE user_id = \(someone.person.id)")
            #expect(try rows[0].decode(Int.self) == 0, "\(table)")
        }
        let tokens = try await server.pool.query(
            """
            SELECT count(*) FROM audit_log a JOIN refresh_tokens t ON t.session_id = a.entity_id
            WHERE a.action = 'session.opened' AND a.performed_by = \(someone.person.id)
            """)
        #expect(try tokens[0].decode(Int.self) == 0)
        #expect(reply.headers[.setCookie]?.contains("Max-Age=0") == true)

        try expectProblem(try await server.send(.get, "/api/me", as: someone.person), 401, "not_signed_in")
        #expect(try await server.get("/api/providers/\(someone.centre)").status == 404)
        for value in [
            someone.name, someone.email, someone.phone, someone.centreName, someone.centrePhone, someone.address,
        ] {
            #expect(try await tables(holding: value) == [], "\(value)")
        }
        let row = try await server.pool.query(
            "SELECT status, role, password_hash IS NULL FROM users WHERE id = \(someone.person.id)")[0]
        #expect(try row.decode(String.self, String.self, Bool.self) == ("erased", "provider", true))
        let audit = try await server.pool.query(
            "SELECT count(*) FROM audit_log WHERE action = 'user.erased' AND entity_id = \(someone.person.id)")
        #expect(try audit[0].decode(Int.self) == 1)
    }

    @Test func `an erased account's address and number can be registered again`() async throws {
        let someone = try await Owner.register(on: server)
        #expect(try await erase(someone.person, password: Owner.password).status == 204)
        let again = try await Owner.register(on: server, email: someone.email, phone: someone.phone)
        #expect(again.person.id != someone.person.id)
    }

    @Test func `erasing wants the present password`() async throws {
        let someone = try await Owner.register(on: server)
        for password in [nil, "", "not the password", "\u{0}"] as [String?] {
            let reply = try await erase(someone.person, password: password)
            try expectProblem(reply, 422, "wrong_password", field: "current_password")
        }
        let strange = try await server.send(.delete, "/api/me", as: someone.person, json: #"{"password":"x"}"#)
        try expectProblem(strange, 422, "unknown_parameter", field: "password")
        #expect(try await server.send(.get, "/api/me", as: someone.person).status == 200)
    }

    @Test func `an account without a password must have signed in not long ago`() async throws {
        let person = try await server.person(.customer)
        try await server.pool.execute(
            "UPDATE sessions SET created_at = now() - interval '1 hour' WHERE user_id = \(person.id)")
        try expectProblem(try await erase(person, password: nil), 403, "sign_in_again")
        try await server.pool.execute("UPDATE sessions SET created_at = now() WHERE user_id = \(person.id)")
        #expect(try await erase(person, password: nil).status == 204)
    }

    @Test func `of two last administrators who erase themselves at one moment, one stays`() async throws {
        try await withServer { server in
            let admins = [try await server.person(.admin), try await server.person(.admin)]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for admin in admins {
                    group.addTask { try await server.send(.delete, "/api/me", as: admin).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [204, 409])
        }
    }

    @Test func `a number or address that isn't proven gives and erases nothing of whoever it belongs to`() async throws
    {
        let someone = try await Owner.register(on: server)
        try await waitForNews(phone: someone.phone, email: someone.email)
        let export = try await server.send(.get, "/api/me/export", as: someone.person).object()
        #expect((export["coverage_watches"] as? [Any])?.count == 0)
        let messages = try #require(export["messages"] as? [[String: Any]]).compactMap { $0["kind"] as? String }
        #expect(!messages.contains("mail.send") && !messages.contains("text.send"))
        #expect(try await erase(someone.person, password: Owner.password).status == 204)
        #expect(try await tables(holding: someone.phone) == ["coverage_watches", "jobs"].sorted())
        #expect(try await tables(holding: someone.email) == ["coverage_watches", "jobs"].sorted())
    }

    @Test func `what waits for a proven number or address is exported and erased`() async throws {
        let someone = try await Owner.register(on: server)
        try await waitForNews(phone: someone.phone, email: someone.email)
        try await server.pool.execute(
            "UPDATE users SET phone_verified_at = now(), email_verified_at = now() WHERE id = \(someone.person.id)")
        let export = try await server.send(.get, "/api/me/export", as: someone.person).object()
        #expect((export["coverage_watches"] as? [Any])?.count == 2)
        let messages = try #require(export["messages"] as? [[String: Any]]).compactMap { $0["kind"] as? String }
        #expect(messages.contains("mail.send") && messages.contains("text.send"))
        #expect(try await erase(someone.person, password: Owner.password).status == 204)
        for value in [someone.phone, someone.email] { #expect(try await tables(holding: value) == []) }
    }

    @Test func `a message that is being sent is erased too, and doesn't come back when that fails`() async throws {
        let someone = try await Owner.register(on: server)
        let pool = server.pool
        try await pool.execute("UPDATE users SET email_verified_at = now() WHERE id = \(someone.person.id)")
        try await pool.execute(
            """
            WITH worker AS (INSERT INTO job_workers (host, process_id, leased_until)
                VALUES ('test', 1, now() - interval '1 second') RETURNING id)
            INSERT INTO jobs (kind, payload, status, attempts, started_at, worker_id)
            SELECT 'mail.send', json_build_object('to', \(someone.email)::text), 'running', 1, now(), id FROM worker
            """)
        #expect(try await erase(someone.person, password: Owner.password).status == 204)
        #expect(try await tables(holding: someone.email) == [])
    }

    /// Somebody asks without an account to be told of two pincodes, and messages about it are on their way.
    private func waitForNews(phone: String, email: String) async throws {
        try await server.pool.execute(
            """
            INSERT INTO coverage_watches (pincode, phone, email, language)
            VALUES (643233, \(phone), NULL, 'en'), (643233, NULL, \(email), 'en')
            """)
        for (kind, to) in [("mail.send", email), ("text.send", phone)] {
            try await server.pool.execute(
                """
                INSERT INTO jobs (kind, payload, run_at) VALUES (\(kind), json_build_object('to', \(to)::text),
                    now() + interval '1 day')
                """)
        }
    }

    private func erase(_ person: Person, password: String?) async throws -> Reply {
        let body = try JSONEncoder().encode(["current_password": password])
        return try await server.send(.delete, "/api/me", as: person, json: String(decoding: body, as: UTF8.self))
    }

    /// A row in each table that may say who somebody is, a name that they changed, and messages that wait.
    private func leaveTraces(of someone: Owner) async throws {
        let id = someone.person.id
        try await server.pool.execute(
            "INSERT INTO second_factors (user_id, sealed_secret, confirmed_at) VALUES (\(id), 'x', now())")
        try await server.pool.execute("INSERT INTO recovery_codes (user_id, code_hash) VALUES (\(id), 'x')")
        try await server.pool.execute(
            """
            INSERT INTO login_codes (user_id, phone, code_hash, expires_at)
            VALUES (\(id), \(someone.phone), 'x', now() + interval '1 hour')
            """)
        try await server.pool.execute(
            """
            INSERT INTO account_tokens (token_hash, user_id, purpose, email, expires_at)
            VALUES (sha256(\(someone.email)::bytea), \(id), 'email_check', \(someone.email), now() + interval '1 hour')
            """)
        for (path, body) in [
            ("/api/password/forgot", json(["email": someone.email])),
            ("/api/login/code", json(["phone": someone.phone])),
        ] {
            let reply = try await server.send(.post, path, as: nil, json: body)
            #expect(reply.status == 202)
        }
        let renamed = try await server.send(
            .patch, "/api/providers/\(someone.centre)", as: someone.person,
            json: json(["center_name": "\(someone.centreName) & Sons"]))
        #expect(renamed.status == 200)
        let admin = try await server.person(.admin)
        let seen = try await server.send(.get, "/api/admin/users?q=\(encoded(someone.email))", as: admin)
        #expect(seen.text.contains(someone.email))
    }

    /// The tables with a row that has the value in any of its columns.
    private func tables(holding value: String) async throws -> [String] {
        let names = try await server.pool.query(
            """
            SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                AND relname NOT IN ('pincode_cells', 'districts', 'post_offices', 'places', 'place_names', 'pincodes',
                    'spatial_ref_sys')
            """
        ).map { try $0.decode(String.self) }
        var found: [String] = []
        for name in names {
            let rows = try await server.pool.query(
                "SELECT 1 FROM \(identifier: name) AS t WHERE strpos(lower(to_jsonb(t)::text), lower(\(value))) > 0 LIMIT 1"
            )
            if !rows.isEmpty { found.append(name) }
        }
        return found
    }
}

/// Somebody who registered, signed in, and has an approved centre with a closure and an area.
private struct Owner {
    static let password = "an iron left on overnight"

    let person: Person
    let name: String
    let email: String
    let phone: String
    let centre: Int64
    let centreName: String
    let centrePhone: String
    let address: String

    static func register(on server: TestServer, email: String? = nil, phone: String? = nil) async throws -> Owner {
        let number = UInt32.random(in: 0...99_999_999)
        let name = "Person \(UUID().uuidString)"
        let email = email ?? "\(UUID().uuidString.lowercased())@example.org"
        let phone = phone ?? "+9197\(String(number + 100_000_000).suffix(8))"
        let account = try await server.send(
            .post, "/api/register", as: nil,
            json: """
                {"name":"\(name)","email":"\(email)","phone":"\(phone)","password":"\(password)","role":"provider",
                 "consent":{"terms":true,"offers":true}}
                """)
        try #require(account.status == 201, "\(account.text)")
        let signIn = try await server.send(
            .post, "/api/login", as: nil, json: #"{"email":"\#(email)","password":"\#(password)"}"#)
        let id = try #require((try account.object())["id"] as? Int64)
        let cookie = try #require(signIn.headers[.setCookie]?.split(separator: ";").first?.split(separator: "=").last)
        let person = Person(id: id, role: .provider, cookie: try #require(OpaqueToken(cookie)))
        let (centreName, centrePhone) = ("Centre \(UUID().uuidString)", "96\(String(number + 100_000_000).suffix(8))")
        let centre = try await server.send(
            .post, "/api/providers/register", as: person,
            json: """
                {"center_name":"\(centreName)","address":"\(number) Secret Street","city":"Madurai","pincode":"625001",
                 "phone":"\(centrePhone)","lat":9.93,"lng":78.12}
                """)
        try #require(centre.status == 201, "\(centre.text)")
        let centreID = try #require((try centre.object())["id"] as? Int64)
        try await server.pool.execute("UPDATE service_providers SET status = 'approved' WHERE id = \(centreID)")
        let closure = try await server.send(
            .post, "/api/providers/\(centreID)/closures", as: person,
            json: #"{"from":"2027-01-14T00:00:00+05:30","to":"2027-01-15T00:00:00+05:30"}"#)
        try #require(closure.status == 201, "\(closure.text)")
        return Owner(
            person: person, name: name, email: email, phone: phone, centre: centreID, centreName: centreName,
            centrePhone: centrePhone, address: "\(number) Secret Street")
    }
}
