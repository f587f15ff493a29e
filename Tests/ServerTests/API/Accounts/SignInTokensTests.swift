import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Marketplace
@testable import Server

/// What signing in gives besides the cookie, and what it asks besides the password.
@Suite(.server) struct SignInTokensTests {
    private struct Tokens: Decodable {
        let access_token: String
        let expires_in: Int
        let refresh_token: String
    }

    private func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }

    private func status(_ tokens: Tokens) async throws -> Int {
        try await server.send(.get, "/api/me", headers: bearer(tokens.access_token)).status
    }

    private func login(_ member: Member, otp: String? = nil) async throws -> Reply {
        var fields = ["email": member.email, "password": member.password]
        fields["otp"] = otp
        return try await server.post("/api/login", fields)
    }

    /// Sets a second factor up as a person with an app does.
    private func addSecondFactor(to member: Member) async throws -> (app: TOTP, recovery: [String]) {
        let signedIn = try await login(member)
        let cookie = try #require(signedIn.sessionCookie, "\(signedIn.text)")
        let user = try #require(try await server.accounts.user(cookie: cookie))
        let secret = try await server.accounts.startSecondFactor(of: user, password: member.password, by: .system)
        let app = TOTP(secret: try #require(base32Decoded(secret.text)))
        let code = app.code(step: TOTP.step(at: Date()) - 1)
        return (app, try await server.accounts.confirmSecondFactor(of: user, code: code, by: .system))
    }

    @Test func `signing in gives tokens of the same session`() async throws {
        let member = try await server.member()
        let reply = try await login(member)
        let tokens = try reply.decode(Tokens.self)
        #expect(tokens.expires_in == 900)
        #expect(try await status(tokens) == 200)
        let cookie = try #require(reply.sessionCookie)
        let byCookie = try await server.accounts.user(cookie: cookie)
        let byToken = try await server.accounts.user(accessToken: tokens.access_token)
        #expect(byCookie?.sessionID == byToken?.sessionID && byCookie != nil)
    }

    @Test func `signing out ends the tokens at once`() async throws {
        let tokens = try await login(try await server.member()).decode(Tokens.self)
        let out = try await server.send(.post, "/api/logout", headers: bearer(tokens.access_token))
        #expect(out.status == 204)
        #expect(try await status(tokens) == 401)
        try expectProblem(
            try await server.post("/api/token/refresh", ["refresh_token": tokens.refresh_token]), 401,
            "invalid_refresh_token")
    }

    @Test func `a new password ends all tokens but those it gives`() async throws {
        let member = try await server.member()
        let (here, elsewhere) = (
            try await login(member).decode(Tokens.self), try await login(member).decode(Tokens.self)
        )
        let change = try await server.post(
            "/api/password/change", ["current_password": member.password, "new_password": "a brand new password"],
            headers: bearer(here.access_token))
        #expect(change.status == 200)
        #expect(try await status(here) == 401)
        #expect(try await status(elsewhere) == 401)
        #expect(try await status(try change.decode(Tokens.self)) == 200)
    }

    @Test func `a suspension ends the tokens at once`() async throws {
        let member = try await server.member()
        let tokens = try await login(member).decode(Tokens.self)
        let admin = try await server.person(.admin)
        let suspended = try await server.send(
            .patch, "/api/admin/users/\(member.id)", as: admin, json: #"{"status":"suspended","reason":"a test"}"#)
        #expect(suspended.status == 200)
        #expect(try await status(tokens) == 401)
        try expectProblem(
            try await server.post("/api/token/refresh", ["refresh_token": tokens.refresh_token]), 401,
            "invalid_refresh_token")
    }

    @Test func `with a second factor the password alone opens nothing`() async throws {
        let member = try await server.member()
        let (app, recovery) = try await addSecondFactor(to: member)
        let without = try await login(member)
        try expectProblem(without, 401, "second_factor_required")
        #expect(without.headers[.setCookie] == nil && !without.text.contains("token"))
        try expectProblem(try await login(member, otp: "abcdef"), 401, "wrong_second_factor")
        let code = app.code(step: TOTP.step(at: Date()))
        #expect(try await login(member, otp: code).status == 200)
        try expectProblem(try await login(member, otp: code), 401, "wrong_second_factor")
        #expect(try await login(member, otp: recovery[4]).status == 200)
        try expectProblem(try await login(member, otp: recovery[4]), 401, "wrong_second_factor")
    }

    @Test func `a stranger without the password learns nothing and locks nobody out`() async throws {
        let member = try await server.member()
        let (app, _) = try await addSecondFactor(to: member)
        var stranger = member
        stranger.password = "another password"
        for otp in [nil, "000000", app.code(step: TOTP.step(at: Date()))] {
            try expectProblem(try await login(stranger, otp: otp), 401, "wrong_credentials")
        }
        let counted = try await server.pool.query("SELECT failures FROM second_factors WHERE user_id = \(member.id)")
        #expect(try counted[0].column(0, as: Int32.self) == 0)
        #expect(try await login(member, otp: app.code(step: TOTP.step(at: Date()))).status == 200)
    }

    @Test func `refused sign-ins stay counted, and after five wrong codes one has to wait`() async throws {
        let member = try await server.member()
        let (app, recovery) = try await addSecondFactor(to: member)
        for _ in 0..<5 { try expectProblem(try await login(member, otp: "abcdef"), 401, "wrong_second_factor") }
        let blocked = try await login(member, otp: app.code(step: TOTP.step(at: Date())))
        try expectProblem(blocked, 429, "too_many_requests")
        #expect((600...1000).contains(Int(blocked.headers[.retryAfter] ?? "") ?? 0), "as after wrong passwords")
        // From elsewhere, where nobody failed, the factor's own pause holds for codes, and recovery codes work in it.
        let pair = server.limiter.key(.login, RateLimit.login.standard, [String(member.id), "unknown"])
        try await server.pool.execute("DELETE FROM sign_in_attempts WHERE pair = \(pair)")
        let paused = try await login(member, otp: app.code(step: TOTP.step(at: Date())))
        try expectProblem(paused, 429, "too_many_requests")
        #expect((1...15).contains(Int(paused.headers[.retryAfter] ?? "") ?? 0))
        #expect(try await login(member, otp: recovery[0]).status == 200)
    }

    @Test func `a wrong code counts like a wrong password, and a missing one makes up for nothing`() async throws {
        let member = try await server.member()
        let (app, _) = try await addSecondFactor(to: member)
        var stranger = member
        stranger.password = "another password"
        for _ in 0..<2 { try expectProblem(try await login(stranger), 401, "wrong_credentials") }
        for _ in 0..<2 { try expectProblem(try await login(member, otp: "abcdef"), 401, "wrong_second_factor") }
        // The right password, again and again, without a code: the four that failed stay, and no fifth comes to them.
        for _ in 0..<6 { try expectProblem(try await login(member), 401, "second_factor_required") }
        try expectProblem(try await login(stranger), 401, "wrong_credentials")
        let right = try await login(member, otp: app.code(step: TOTP.step(at: Date())))
        try expectProblem(right, 429, "too_many_requests")
    }

    @Test func `both factors together make up for what failed before`() async throws {
        let member = try await server.member()
        let (_, recovery) = try await addSecondFactor(to: member)
        for code in recovery.prefix(2) {
            for _ in 0..<4 { try expectProblem(try await login(member, otp: "abcdef"), 401, "wrong_second_factor") }
            #expect(try await login(member, otp: code).status == 200)
        }
    }
}

extension SignInTokensTests {
    /// Each sign-in holds a connection, and none may wait for another one.
    @Test func `many who sign in at once after the keys were deleted all get tokens`() async throws {
        var members: [Member] = []
        for _ in 0..<8 { members.append(try await server.member()) }
        try await server.pool.execute("DELETE FROM signing_keys")
        try await server.withAnotherNode { [members] node in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for member in members { group.addTask { try await node.login(member).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 8))
        }
    }
}
