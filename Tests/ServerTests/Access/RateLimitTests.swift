import HTTPTypes
import Hummingbird
import Marketplace
import Postgres
import TestSupport
import Testing

@testable import Server

/// What a client sees of the limits.
struct RateLimitTests {
    private let nearest = "/api/providers/nearest?pincode=600001"

    private func settings(_ rules: [RateLimit: String], proxies: [String] = []) -> NodeSettings {
        var settings = NodeSettings()
        for (limit, text) in rules { settings.rules[limit] = RateRule(text)! }
        settings.proxies = TrustedProxies(proxies.map { AddressRange($0)! })
        return settings
    }

    @Test func `who asks too often is told when to come back`() async throws {
        try await withServer(settings([.search: "3/1h"])) { server in
            for _ in 0..<3 { #expect(try await server.get(nearest).status == 200) }
            let reply = try await server.get(nearest)
            let problem = try expectProblem(reply, 429, "too_many_requests")
            let seconds = try #require(reply.headers[.retryAfter].flatMap { Int($0) })
            #expect((1...7200).contains(seconds))
            #expect(problem.detail.contains("minutes") || problem.detail.contains("seconds"))
            let head = try await server.send(.head, nearest)
            #expect(head.status == 429 && head.text.isEmpty)
            #expect(try await server.get("/healthz").status == 200, "a probe is never limited")
        }
    }

    @Test func `all that anybody may ask counts together, refused questions included`() async throws {
        try await withServer(settings([.search: "4/1h"])) { server in
            #expect(try await server.get("/api/services").status == 200)
            #expect(try await server.get("/api/pincodes/600001").status == 200)
            #expect(try await server.get("/api/pincodes/nonsense").status == 422)
            #expect(try await server.send(.head, "/api/districts").status == 200)
            for route in server.routes where route.limit == .search && route.method == .get {
                let reply = try await server.get(route.path.description.replacing("{id}", with: "1"))
                #expect(reply.status == 429, "\(route.path)")
            }
        }
    }

    @Test func `every route that anybody may ask has a limit, except the probes`() async throws {
        try await withServer(NodeSettings()) { server in
            // Failed sign-ins are counted by account and address, in the use case itself.
            let free: Set<String> = [
                "/healthz", "/readyz", "/.well-known/jwks.json", "/api/openapi.json", "/api/login",
                // What isn't signed by the gateway is refused before anything is asked.
                "/api/payments/webhook",
            ]
            // These ask the database nothing, or only what the sign-in counts.
            let freePages: Set<String> = [
                "/assets/**", "/theme", "/sign-in", "/sign-in/second-factor", "/sign-in/code", "/sign-in/code/enter",
                "/sign-up", "/password/forgot", "/password/reset", "/email/verify", "/robots.txt", "/help",
                "/help/{person}", "/payments/callback", "/privacy", "/terms", "/api/docs", "/api/docs/{part}",
            ]
            for route in server.routes where route.permission == .anyone {
                let path = route.path.description
                #expect(route.limit != nil || free.contains(path) || freePages.contains(path), "\(path)")
            }
        }
    }

    @Test func `refresh tokens are limited by themselves, good and bad ones alike`() async throws {
        try await withServer(settings([.refresh: "3/1h"])) { server in
            let member = try await server.member()
            let signedIn = try await server.login(member)
            let token = try #require(try signedIn.object()["refresh_token"] as? String)
            let good = try await server.post("/api/token/refresh", ["refresh_token": token])
            #expect(good.status == 200)
            for wrong in ["x", OpaqueToken.random().text] {
                try expectProblem(
                    await server.post("/api/token/refresh", ["refresh_token": wrong]), 401, "invalid_refresh_token")
            }
            let next = try #require(try good.object()["refresh_token"] as? String)
            let reply = try await server.post("/api/token/refresh", ["refresh_token": next])
            try expectProblem(reply, 429, "too_many_requests")
            #expect(reply.headers[.retryAfter] != nil)
            #expect(try await server.get(nearest).status == 200, "searches have a limit of their own")
        }
    }

    @Test func `whoever uses up a number's codes uses up those of their own address alone`() async throws {
        try await withServer(settings([.codes: "9/1h", .codesDay: "2/1d"], proxies: ["127.0.0.1", "::1"])) { server in
            try await server.live { (client: LiveClient) async throws in
                func ask(_ address: String) async throws -> Int {
                    let headers = [
                        "Content-Type": "application/json", "X-Forwarded-For": address, "X-Forwarded-Proto": "https",
                    ]
                    return try await client.send(.post, "/api/login/code", headers, body: #"{"phone":"98400 12345"}"#)
                        .status
                }
                for status in [202, 202, 429] { #expect(try await ask("192.0.2.1") == status) }
                #expect(try await ask("192.0.2.2") == 202)
            }
        }
    }

    @Test func `one user adds so many lines to the audit and no more, by changes, looks and sign-ins together`()
        async throws
    {
        try await withServer(settings([.changes: "4/1h"])) { server in
            let member = try await server.member()
            let person = try await server.signIn(member)
            #expect(try await server.send(.get, "/api/me/export", as: person).status == 200)
            for _ in 0..<2 {
                #expect(try await server.send(.patch, "/api/me", as: person, json: #"{"name":"X"}"#).status == 200)
            }
            for (method, uri) in [
                (HTTPRequest.Method.patch, "/api/me"), (.get, "/api/me/export"), (.post, "/api/logout"),
            ] {
                try expectProblem(try await server.send(method, uri, as: person, json: "{}"), 429, "too_many_requests")
            }
            try expectProblem(try await server.login(member), 429, "too_many_requests")
            #expect(
                try await server.send(.get, "/api/me", as: person).status == 200, "looking at oneself leaves no line")
            let other = try await server.person(.customer)
            #expect(try await server.send(.patch, "/api/me", as: other, json: #"{"name":"X"}"#).status == 200)
            let lines = try await server.pool.query(
                "SELECT count(*) FROM audit_log WHERE performed_by = \(person.id)")[0].decode(Int.self)
            #expect(lines <= 5, "with the registration")
        }
    }

    @Test func `an owner registers so many centres a day and no more`() async throws {
        try await withServer(settings([.centres: "2/1d"])) { server in
            let (owner, other) = (try await server.person(.provider), try await server.person(.provider))
            for _ in 0..<2 { _ = try await server.register(as: owner) }
            let refused = try await server.send(
                .post, "/api/providers/register", as: owner, json: centreBody())
            try expectProblem(refused, 429, "too_many_requests")
            _ = try await server.register(as: other)
        }
    }

    @Test func `an owner proposes so many areas and changes an hour, and an admin draws as many as it takes`()
        async throws
    {
        try await withServer(settings([.proposals: "2/1h"])) { server in
            let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
            let centre = try await server.approvedCentre(of: owner)
            let circle: [String: Any] = ["kind": "radius", "radius_km": 2]
            var area = try await server.draw(circle, of: centre.id, as: owner)
            area = try await server.redraw(area, circle, as: owner)
            let uri = "/api/providers/\(centre.id)/service-areas"
            try expectProblem(
                await server.send(.post, uri, as: owner, json: json(circle)), 429, "too_many_requests")
            let refused = try await server.change(.put, area.id, if: area.etag, circle, as: owner)
            try expectProblem(refused, 429, "too_many_requests")
            #expect(refused.headers[.retryAfter] != nil)
            #expect(try await server.area(area.id, as: owner) == area)
            for _ in 0..<4 { area = try await server.redraw(area, circle, as: admin) }
            #expect(area.version == 6)
            // Taking back costs nothing.
            #expect(try await server.change(.delete, area.id, if: area.etag, as: owner).status == 204)
        }
    }

    @Test func `two nodes count together`() async throws {
        let settings = settings([.search: "5/1h"])
        try await withServer(settings) { a in
            try await a.withAnotherNode(settings) { b in
                for _ in 0..<4 { #expect(try await a.get(nearest).status == 200) }
                #expect(try await b.get(nearest).status == 200)
                try await a.limiter.exchangeCounts()
                try await b.limiter.exchangeCounts()
                #expect(try await b.get(nearest).status == 429)
            }
        }
    }

    @Test func `behind a proxy each of its clients counts by itself`() async throws {
        try await withServer(settings([.search: "2/1h"], proxies: ["127.0.0.1", "::1"])) { server in
            try await server.live { (client: LiveClient) async throws in
                #expect(try await ask(client, for: "203.0.113.7") == 200)
                #expect(try await ask(client, for: "198.51.100.1, 203.0.113.7") == 200)
                #expect(
                    try await ask(client, for: "192.0.2.99, 203.0.113.7") == 429,
                    "a made-up address gives no new allowance")
                #expect(try await ask(client, for: "203.0.113.8") == 200)
                #expect(try await ask(client, for: "2001:db8:1:2::1") == 200)
                #expect(try await ask(client, for: "2001:db8:1:2::2") == 200)
                #expect(try await ask(client, for: "2001:db8:1:2::3") == 429)
            }
        }
    }

    private func ask(_ client: LiveClient, for forwarded: String) async throws -> Int {
        try await client.send(.get, nearest, ["X-Forwarded-For": forwarded]).status
    }

    @Test func `without a proxy a made-up header gives no new allowance`() async throws {
        try await withServer(settings([.search: "2/1h"])) { server in
            try await server.live { (client: LiveClient) async throws in
                for (number, status) in [200, 200, 429, 429].enumerated() {
                    let made = ["X-Forwarded-For": "203.0.113.\(number)", "Forwarded": "for=203.0.113.\(number)"]
                    #expect(try await client.send(.get, nearest, made).status == status)
                }
            }
        }
    }

    @Test func `a limit that is free for loopback holds for others`() async throws {
        var settings = settings([.search: "2/1h"], proxies: ["127.0.0.1", "::1"])
        settings.freeForLoopback = [.search, .register]
        try await withServer(settings) { server in
            try await server.live { (client: LiveClient) async throws in
                for _ in 0..<10 { #expect(try await client.send(.get, nearest).status == 200) }
                let far = ["X-Forwarded-For": "203.0.113.7"]
                for status in [200, 200, 429] { #expect(try await client.send(.get, nearest, far).status == status) }
            }
        }
    }

    @Test func `without limits nobody waits`() async throws {
        try await withServer(NodeSettings(rules: .off)) { server in
            for _ in 0..<50 {
                let status = try await server.get(nearest).status
                #expect(status == 200)
            }
        }
    }

    @Test func `while the database is away kept answers are limited all the same`() async throws {
        try await withServer(settings([.search: "3/1h"])) { server in
            try await server.becomeCurrent()
            #expect(try await server.get(nearest).status == 200)
            await #expect(throws: (any Error).self) {
                try await server.pool.asOwner("ALTER TABLE rate_counts RENAME TO away")
                try await server.limiter.exchangeCounts()
            }
            for status in [200, 200, 429] { #expect(try await server.get(nearest).status == status) }
        }
    }
}
