import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct TokenRoutesTests {
    struct Grant: Decodable {
        let access_token: String
        let expires_in: Int
        let refresh_token: String
    }

    struct KeySet: Decodable {
        struct Key: Decodable {
            let kty, use, alg, kid, crv, x, y: String
        }
        let keys: [Key]
    }

    private func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }

    private func refresh(_ token: String) async throws -> Reply {
        try await server.send(.post, "/api/token/refresh", as: nil, json: #"{"refresh_token":"\#(token)"}"#)
    }

    @Test func `the public keys are there for anybody, and may be kept for a while`() async throws {
        let reply = try await server.get("/.well-known/jwks.json")
        #expect(reply.status == 200)
        #expect(reply.headers[.cacheControl] == "public, max-age=600")
        let key = try #require(try reply.decode(KeySet.self).keys.first)
        #expect([key.kty, key.use, key.alg, key.crv] == ["EC", "sig", "ES256", "P-256"])
        #expect(key.x.utf8.count == 43 && key.y.utf8.count == 43 && key.kid.utf8.count == 43)
        let members = try #require(try reply.object()["keys"] as? [[String: Any]])
        #expect(members.allSatisfy { $0["d"] == nil })
        try expectProblem(try await server.get("/.well-known/jwks.json?x=1"), 422, "unknown_parameter", field: "x")
    }

    @Test func `a bearer's token signs in without a CSRF token, and refreshing gives the next`() async throws {
        let (person, first) = try await server.personWithTokens(.customer)
        for headers in [bearer(first.accessToken), [.authorization: "bearer \(first.accessToken)"]] {
            let reply = try await server.send(.get, "/api/me/second-factor", headers: headers)
            #expect(reply.status == 200)
        }
        let unsafe = try await server.send(.post, "/api/me/second-factor", headers: bearer(first.accessToken))
        #expect(unsafe.status == 201)
        let reply = try await refresh(first.refreshToken.text)
        #expect(reply.status == 200 && reply.headers[.cacheControl] == "no-store")
        let grant = try reply.decode(Grant.self)
        #expect(grant.expires_in == 900)
        let next = try await server.send(.get, "/api/me/second-factor", headers: bearer(grant.access_token))
        #expect(next.status == 200)

        try expectProblem(try await refresh(first.refreshToken.text), 401, "refresh_token_reused")
        for headers in [bearer(first.accessToken), bearer(grant.access_token), person.headers] {
            try expectProblem(
                try await server.send(.get, "/api/me/second-factor", headers: headers), 401, "not_signed_in")
        }
        try expectProblem(try await refresh(grant.refresh_token), 401, "invalid_refresh_token")
    }

    @Test func `a token that isn't one of ours is 401, however it comes`() async throws {
        let (_, tokens) = try await server.personWithTokens(.customer)
        let values = [
            "Bearer", "Bearer ", "Bearer x", "Bearer \(tokens.accessToken)x", "Bearer \(tokens.refreshToken.text)",
            "Basic dXNlcjpwYXNz", "Bearer \(tokens.accessToken) \(tokens.accessToken)",
            "Bearer \(String(repeating: "a", count: 8000))", tokens.accessToken,
        ]
        for value in values {
            let reply = try await server.send(.get, "/api/me/second-factor", headers: [.authorization: value])
            try expectProblem(reply, 401, "not_signed_in")
            #expect(reply.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
    }

    @Test func `a wrong token beside a good cookie is refused`() async throws {
        let person = try await server.person(.customer)
        var headers = person.headers
        headers[.authorization] = "Bearer x"
        try expectProblem(
            try await server.send(.get, "/api/me/second-factor", headers: headers), 401, "not_signed_in")
    }

    @Test(arguments: [
        #"{}"#, #"{"refresh_token":null}"#, #"{"refresh_token":7}"#, #"{"refresh_token":["a"]}"#,
    ])
    func `a refresh without its token is refused with the field's name`(json: String) async throws {
        let reply = try await server.send(.post, "/api/token/refresh", as: nil, json: json)
        try expectProblem(reply, 422, "invalid_parameter", field: "refresh_token")
    }

    @Test func `a refresh with other fields, another type or too much is refused`() async throws {
        let token = OpaqueToken.random().text
        try expectProblem(
            try await server.send(
                .post, "/api/token/refresh", as: nil, json: #"{"refresh_token":"\#(token)","scope":"admin"}"#),
            422, "unknown_parameter", field: "scope")
        try expectProblem(
            try await server.send(
                .post, "/api/token/refresh", headers: [.contentType: "application/x-www-form-urlencoded"],
                body: "refresh_token=\(token)"), 415, "unsupported_type")
        try expectProblem(try await refresh(String(repeating: "a", count: 5000)), 413, "too_large")
        for unknown in [token, "short", "' OR 1=1 --", "தமிழ்", String(repeating: "a", count: 1000)] {
            try expectProblem(try await refresh(unknown), 401, "invalid_refresh_token")
        }
    }
}

extension TestServer {
    /// Somebody signed in who also has tokens of the same session.
    func personWithTokens(_ role: Role) async throws -> (Person, TokenGrant) {
        let person = try await person(role)
        let user = try #require(try await SignedInUser.find(cookie: person.cookie, on: pool))
        return (person, try await pool.withConnection { try await accounts.grantTokens(for: user, on: $0) })
    }
}
