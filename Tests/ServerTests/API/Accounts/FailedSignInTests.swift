import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// Who fails too often waits; a stranger can lock nobody out.
@Suite(.server) struct FailedSignInTests {
    @Test func `after five failures the right password is refused too, with the time to wait`() async throws {
        let member = try await server.member()
        try await fail(member.email, times: 5)
        let reply = try await server.login(member)
        try expectProblem(reply, 429, "too_many_requests")
        let seconds = try #require(reply.headers[.retryAfter].flatMap { Int($0) })
        #expect((600...1000).contains(seconds))
        #expect(reply.sessionCookie == nil)
        // The same account by its number, and the address in capitals.
        try expectProblem(
            try await server.post("/api/login", ["phone": member.phone, "password": member.password]), 429,
            "too_many_requests")
        try expectProblem(
            try await server.post("/api/login", ["email": member.email.uppercased(), "password": member.password]), 429,
            "too_many_requests")
    }

    @Test func `an account that doesn't exist is refused after as many failures`() async throws {
        let email = Member.newEmail()
        try await fail(email, times: 5)
        try expectProblem(
            try await server.post("/api/login", ["email": email, "password": "another password"]), 429,
            "too_many_requests")
    }

    @Test func `others may still sign in from there, and sessions go on`() async throws {
        let (victim, other) = (try await server.member(), try await server.member())
        let person = try await server.signIn(victim)
        try await fail(victim.email, times: 6, lastStatus: 429)
        #expect(try await server.login(other).status == 200)
        #expect(try await server.send(.get, "/api/me", as: person).status == 200)
    }

    @Test func `a right password makes up for four wrong ones`() async throws {
        let member = try await server.member()
        for _ in 0..<2 {
            try await fail(member.email, times: 4)
            #expect(try await server.login(member).status == 200)
        }
    }

    @Test func `a stolen session guesses the password no more often`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        for attempt in 1...6 {
            let fields = ["current_password": "another password", "new_password": "a quite new password"]
            let reply = try await server.send(.post, "/api/password/change", as: person, json: json(fields))
            #expect(reply.status == (attempt < 6 ? 422 : 429))
        }
        // The owner, who signs in elsewhere, isn't kept out by it.
        #expect(try await server.login(member).status == 200)
    }

    @Test func `of guesses that come at once no more than five are looked at`() async throws {
        let email = Member.newEmail()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { [server] group in
            for _ in 0..<12 {
                group.addTask {
                    try await server.post("/api/login", ["email": email, "password": "another password"]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 401 } == 5)
        #expect(statuses.count { $0 == 429 } == 7)
    }

    private func fail(_ email: String, times: Int, lastStatus: Int = 401) async throws {
        for number in 1...times {
            let reply = try await server.post("/api/login", ["email": email, "password": "another password"])
            #expect(reply.status == (number == times ? lastStatus : 401))
        }
    }
}
