import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct RegisterTests {
    @Test(arguments: ["customer", "provider"])
    func `customers and providers register themselves`(role: String) async throws {
        let email = Member.newEmail()
        var fields = Member.registration(email: email, phone: "+91 98\(Int.random(in: 100...999)) 12345", role: role)
        fields["name"] = "  முத்து லட்சுமி "
        fields["language"] = "ta"
        fields["consent"] = ["terms": true, "offers": true]
        let reply = try await server.post("/api/register", fields)
        #expect(reply.status == 201)
        #expect(reply.headers[.cacheControl] == "no-store")
        #expect(reply.headers[.setCookie] == nil)
        let user = try reply.object()
        #expect(user["name"] as? String == "முத்து லட்சுமி")
        #expect(user["email"] as? String == email)
        #expect(user["email_verified"] as? Bool == false)
        #expect(user["role"] as? String == role)
        #expect(user["language"] as? String == "ta")
        #expect(user["status"] as? String == "active")
        #expect((user["consent"] as? [String: Any])?["offers"] as? Bool == true)
        #expect((user["created_at"] as? String)?.hasSuffix("+05:30") == true)
        #expect(!reply.text.contains("password") && !reply.text.contains("$2b$"))
    }

    @Test func `an e-mail address or a phone number is enough, nothing is too little`() async throws {
        #expect(try await server.post("/api/register", Member.registration(phone: nil)).status == 201)
        #expect(try await server.post("/api/register", Member.registration(email: nil)).status == 201)
        let neither = try await server.post("/api/register", Member.registration(email: nil, phone: nil))
        try expectProblem(neither, 422, "not_reachable", field: "phone")
    }

    @Test(arguments: ["admin", "dispatcher", "root", "", "Customer", "customer "])
    func `nobody registers as anything else`(role: String) async throws {
        let reply = try await server.post("/api/register", Member.registration(role: role))
        try expectProblem(reply, 422, "role_not_allowed", field: "role")
    }

    /// Mass assignment.
    @Test(arguments: [
        "id", "status", "password_hash", "email_verified_at", "email_verified", "phone_verified_at", "last_login",
        "created_at", "is_admin", "roles", "terms_accepted_at", "__proto__", "user_id",
    ])
    func `what an account may not choose for itself is refused`(name: String) async throws {
        var fields = Member.registration()
        fields[name] = "1"
        try expectProblem(try await server.post("/api/register", fields), 422, "unknown_parameter", field: name)
    }

    @Test func `consent has no further members`() async throws {
        var fields = Member.registration()
        fields["consent"] = ["terms": true, "everything": true]
        let reply = try await server.post("/api/register", fields)
        try expectProblem(reply, 422, "unknown_parameter", field: "consent.everything")
    }

    @Test func `without consent to the terms there is no account`() async throws {
        var fields = Member.registration()
        fields["consent"] = ["terms": false]
        try expectProblem(
            try await server.post("/api/register", fields), 422, "terms_not_accepted", field: "consent.terms")
        fields["consent"] = ["offers": true]
        try expectProblem(
            try await server.post("/api/register", fields), 422, "terms_not_accepted", field: "consent.terms")
        fields["consent"] = nil
        try expectProblem(try await server.post("/api/register", fields), 422, "invalid_parameter", field: "consent")
        fields["consent"] = ["terms": "true"]
        try expectProblem(
            try await server.post("/api/register", fields), 422, "invalid_parameter", field: "consent.terms")
    }

    @Test func `an address in another case is the same address`() async throws {
        let member = try await server.member()
        let again = Member.registration(email: "  \(member.email.uppercased()) ")
        try expectProblem(try await server.post("/api/register", again), 409, "email_taken", field: "email")
    }

    @Test(arguments: [0, 1, 2, 3, 4])
    func `a number in another notation is the same number`(notation: Int) async throws {
        let member = try await server.member()
        let digits = member.phone.dropFirst(3)
        let tamil = String(
            String.UnicodeScalarView(digits.unicodeScalars.compactMap { Unicode.Scalar($0.value - 0x30 + 0xBE6) }))
        let forms = [
            "0\(digits)", "0091 \(digits)", "+91-\(digits.prefix(5))-\(digits.suffix(5))", "(+91) \(digits)", tamil,
        ]
        let again = Member.registration(phone: forms[notation])
        try expectProblem(try await server.post("/api/register", again), 409, "phone_taken", field: "phone")
    }

    @Test func `of two who register the same address at once one gets it`() async throws {
        let email = Member.newEmail()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { [server] group in
            for _ in 0..<5 {
                group.addTask { try await server.post("/api/register", Member.registration(email: email)).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [201, 409, 409, 409, 409])
    }

    @Test func `letters that look like others are refused with the reason`() async throws {
        let reply = try await server.post("/api/register", Member.registration(email: "аdmin@example.org"))
        let problem = try expectProblem(reply, 422, "invalid_parameter", field: "email")
        #expect(problem.detail.contains("another script"))
    }

    @Test(arguments: [
        ("eleven char", "password_too_short"), ("qwertyuiop12", "password_too_common"),
        (String(repeating: "x", count: 300), "password_too_long"),
    ])
    func `a bad password is refused with the reason`(password: String, code: String) async throws {
        var fields = Member.registration()
        fields["password"] = password
        let reply = try await server.post("/api/register", fields)
        try expectProblem(reply, 422, code, field: "password")
        #expect(!reply.text.contains(password))
    }

    @Test(arguments: ["name", "password", "email"])
    func `a megabyte in a field is refused`(field: String) async throws {
        var fields = Member.registration()
        fields[field] = String(repeating: "x", count: 1 << 20)
        try expectProblem(try await server.post("/api/register", fields), 413, "too_large")
        fields[field] = String(repeating: "x", count: 50_000)
        let code = field == "password" ? "password_too_long" : "invalid_parameter"
        try expectProblem(try await server.post("/api/register", fields), 422, code, field: field)
    }

    @Test(arguments: [
        "'; DROP TABLE users; --", "<script>alert(1)</script>", "Robert\\'); SELECT pg_sleep(9);--", "{{7*7}} ${7*7}",
        "\"quoted\" & <b>bold</b>", "%00 %n %s", "O'Neil", "அ'; --",
    ])
    func `SQL and HTML in a name are text`(name: String) async throws {
        let email = Member.newEmail()
        var fields = Member.registration(email: email)
        fields["name"] = name
        let reply = try await server.post("/api/register", fields)
        #expect(reply.status == 201)
        #expect(try reply.object()["name"] as? String == name)
        let stored = try await server.pool.query("SELECT name FROM users WHERE email = \(email)")
        #expect(try stored[0].decode(String.self) == name)
    }

    @Test(arguments: ["a\u{0}b", "a\u{202E}b", "\u{7}", "   ", ""])
    func `a name with what can't be seen is refused`(name: String) async throws {
        var fields = Member.registration()
        fields["name"] = name
        try expectProblem(try await server.post("/api/register", fields), 422, "invalid_parameter", field: "name")
    }

    @Test func `a name of 200 Tamil characters fits`() async throws {
        var fields = Member.registration()
        fields["name"] = String(repeating: "நி", count: 200)
        #expect(try await server.post("/api/register", fields).status == 201)
        fields = Member.registration()
        fields["name"] = String(repeating: "நி", count: 201)
        try expectProblem(try await server.post("/api/register", fields), 422, "invalid_parameter", field: "name")
    }

    @Test(arguments: ["[]", "null", "\"x\"", "{", "", "{\"name\":}"])
    func `what is no JSON object is refused`(body: String) async throws {
        let reply = try await server.send(
            .post, "/api/register", headers: [.contentType: "application/json"], body: body)
        try expectProblem(reply, 400, "invalid_json")
    }

    @Test func `a form is refused, so that another site can't send one`() async throws {
        let reply = try await server.send(
            .post, "/api/register", headers: [.contentType: "application/x-www-form-urlencoded"], body: "name=x")
        try expectProblem(reply, 415, "unsupported_type")
    }

    @Test func `the registration is in the audit without personal values`() async throws {
        let member = try await server.member()
        let rows = try await server.pool.query(
            """
            SELECT action, performed_by, change::text FROM audit_log
            WHERE entity_type = 'user' AND entity_id = \(member.id)
            """)
        let (action, by, change) = try rows[0].decode(String.self, Int64?.self, String.self)
        #expect(action == "user.registered" && by == member.id)
        #expect(!change.contains(member.email) && !change.contains("Someone"))
    }
}
