import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server, .serialized) struct ForgottenPasswordTests {
    private func register(_ email: String, language: String = "en") async throws {
        let reply = try await server.send(
            .post, "/api/register", as: nil,
            json: """
                {"name":"Somebody","email":"\(email)","password":"an old pass phrase","role":"customer",
                 "language":"\(language)","consent":{"terms":true}}
                """)
        try #require(reply.status == 201, "\(reply.text)")
    }

    private func logIn(_ email: String, _ password: String) async throws -> Reply {
        try await server.send(
            .post, "/api/login", as: nil, json: #"{"email":"\#(email)","password":"\#(password)"}"#)
    }

    @Test func `whoever forgot their password gets a link, sets a new one, and is told`() async throws {
        try await Postbox.with(server) { postbox in
            try await register("forgetful@example.org")
            let old = try await logIn("forgetful@example.org", "an old pass phrase")
            let asked = try await server.send(
                .post, "/api/password/forgot", as: nil, json: #"{"email":"Forgetful@Example.org"}"#)
            #expect(asked.status == 202)
            let token = try await postbox.token(to: "forgetful@example.org", about: "new password")
            let body = #"{"token":"\#(token)","password":"a new pass phrase"}"#
            let reset = try await server.send(.post, "/api/password/reset", as: nil, json: body)
            #expect(reset.status == 200, "\(reset.text)")
            #expect(reset.headers[.cacheControl] == "no-store")
            try expectProblem(
                try await server.send(.post, "/api/password/reset", as: nil, json: body), 422, "invalid_token",
                field: "token")
            #expect(try await logIn("forgetful@example.org", "an old pass phrase").status == 401)
            #expect(try await logIn("forgetful@example.org", "a new pass phrase").status == 200)
            let cookie = try #require(old.headers[.setCookie]?.prefix { $0 != ";" })
            let me = try await server.send(.get, "/api/me", headers: [.cookie: String(cookie)])
            try expectProblem(me, 401, "not_signed_in")
            _ = try await postbox.mail(to: "forgetful@example.org", about: "was changed")
        }
    }

    @Test func `the answer is the same for an address that nobody has`() async throws {
        try await Postbox.with(server) { postbox in
            try await register("known@example.org")
            let replies = try await ["known@example.org", "unknown@example.org"].asyncMap {
                try await server.send(.post, "/api/password/forgot", as: nil, json: #"{"email":"\#($0)"}"#)
            }
            #expect(replies.map(\.status) == [202, 202])
            #expect(replies[0].text == replies[1].text)
            _ = try await postbox.mail(to: "known@example.org", about: "new password")
            #expect(!postbox.mails.contains { $0.to == "unknown@example.org" })
        }
    }

    @Test func `a new password must be good, and then the link still is`() async throws {
        try await Postbox.with(server) { postbox in
            try await register("hasty@example.org")
            _ = try await server.send(
                .post, "/api/password/forgot", as: nil, json: #"{"email":"hasty@example.org"}"#)
            let token = try await postbox.token(to: "hasty@example.org", about: "new password")
            try expectProblem(
                try await server.send(
                    .post, "/api/password/reset", as: nil, json: #"{"token":"\#(token)","password":"short"}"#),
                422, "password_too_short", field: "password")
            let reset = try await server.send(
                .post, "/api/password/reset", as: nil, json: #"{"token":"\#(token)","password":"a new pass phrase"}"#)
            #expect(reset.status == 200)
        }
    }

    @Test(arguments: [
        ("/api/password/forgot", "{}", "invalid_parameter", "email"),
        ("/api/password/forgot", #"{"email":"nobody"}"#, "invalid_parameter", "email"),
        ("/api/password/forgot", #"{"email":"a@example.org\r\nBcc: b@example.org"}"#, "invalid_parameter", "email"),
        ("/api/password/forgot", #"{"email":"a@example.org","role":"admin"}"#, "unknown_parameter", "role"),
        ("/api/password/reset", #"{"token":"x","password":"a new pass phrase"}"#, "invalid_token", "token"),
        (
            "/api/password/reset", #"{"token":"' OR 1=1 --aaaaaaaaaaaaaaaaa","password":"a new pass phrase"}"#,
            "invalid_token", "token"
        ),
        ("/api/password/reset", #"{"token":7,"password":"a new pass phrase"}"#, "invalid_parameter", "token"),
        ("/api/password/reset", #"{"token":"aaaaaaaaaaaaaaaaaaaaaa"}"#, "invalid_parameter", "password"),
    ])
    func `bad input is refused by the field's name`(uri: String, json: String, code: String, field: String) async throws
    {
        try expectProblem(try await server.send(.post, uri, as: nil, json: json), 422, code, field: field)
    }
}

extension Array {
    func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
