import Glibc
import HTTPTypes
import Matching
import Postgres
import Testing

/// The database is gone: callers are told to come back, nothing old is handed out, and the node
/// recovers by itself.
@Suite(.serialized) struct UnavailableTests {
    private static let addresses = [
        "/api/providers/nearest?pincode=600001", "/api/coverage?pincode=600001", "/api/places?q=madurai",
        "/api/pincodes/600001", "/api/districts", "/api/services", "/api/providers", "/api/providers/1", "/readyz",
    ]

    private func expectUnavailable(_ reply: Reply, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expectProblem(reply, 503, "unavailable", sourceLocation: sourceLocation)
        #expect(reply.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0, sourceLocation: sourceLocation)
    }

    private func expectRecovery(of server: TestServer, within limit: Duration = .seconds(10)) async throws {
        let deadline = ContinuousClock.now + limit
        while try await server.get("/readyz").status != 200, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        for address in Self.addresses { #expect(try await server.get(address).status == 200) }
    }

    @Test func `a database that goes away in mid-request is a 503, and the node recovers by itself`() async throws {
        try await withServer(patience: serverPatience) { server in
            let outage = try await Outage(of: server.pool)
            var reply: Reply?
            var waited = ContinuousClock.Instant.now
            // The commit fails: its connection ends with the others.
            _ = try? await server.pool.withTransaction { transaction in
                try await transaction.execute("LOCK TABLE service_providers")
                async let answer = server.get("/api/providers/nearest?pincode=600001")
                try await outage.someoneWaits()
                waited = .now
                try await outage.allowConnections(false)
                // The lock must outlive the request, or that might be served at the last moment.
                let locker = try await transaction.query("SELECT pg_backend_pid()")[0].decode(Int32.self)
                try await outage.endConnections(except: locker)
                reply = try await answer
                try await outage.endConnections()
            }
            try expectUnavailable(#require(reply))
            #expect(ContinuousClock.now - waited < .seconds(8))
            for address in Self.addresses { try expectUnavailable(try await server.get(address)) }
            #expect(try await server.get("/healthz").status == 200)
            try await outage.end()
            try await expectRecovery(of: server)
        }
    }

    @Test func `lost connections cost no answer while the database itself stays`() async throws {
        try await withServer(patience: serverPatience) { server in
            let outage = try await Outage(of: server.pool)
            for _ in 0..<5 {
                #expect(try await server.get("/api/providers/nearest?pincode=600002").status == 200)
                try await outage.endConnections()
            }
            try await expectRecovery(of: server)
        }
    }

    @Test func `no kept answer is handed out while changes can't be heard`() async throws {
        try await withServer(patience: serverPatience) { server in
            let outage = try await Outage(of: server.pool)
            let question = "/api/providers/nearest?pincode=600001"
            try await server.becomeCurrent()
            #expect(try await server.get(question).status == 200)
            #expect(server.kept.count == 1)
            try await outage.begin()
            try await Task.sleep(for: .milliseconds(100))
            for _ in 0..<20 { try expectUnavailable(try await server.get(question)) }
            try await outage.end()
            try await expectRecovery(of: server)
        }
    }

    @Test func `backends that fall silent are 503 in time, and the node goes on over new connections`() async throws {
        try await withServer(patience: .seconds(2)) { server in
            #expect(try await server.get("/tiles/districts/6/46/29.mvt").status == 200)
            let backends = try await Outage(of: server.pool).backends()
            for backend in backends { kill(backend, SIGSTOP) }
            defer { for backend in backends { kill(backend, SIGCONT) } }
            let begin = ContinuousClock.now
            async let leased = server.get("/tiles/districts/6/45/29.mvt")
            try await withThrowingTaskGroup(of: Reply.self) { group in
                for pincode in 600_001...600_012 {
                    group.addTask { try await server.get("/api/providers/nearest?pincode=\(pincode)") }
                }
                for try await reply in group { try expectUnavailable(reply) }
            }
            #expect(ContinuousClock.now - begin < .seconds(6))
            try expectUnavailable(try await leased)
            #expect(ContinuousClock.now - begin < .seconds(10))
            try await expectRecovery(of: server, within: .seconds(20))
        }
    }

    @Test func `many callers during an outage all get an answer`() async throws {
        try await withServer(patience: serverPatience) { server in
            let outage = try await Outage(of: server.pool)
            let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
                for caller in 0..<16 {
                    group.addTask {
                        var statuses: [Int] = []
                        for number in 0..<60 {
                            let reply = try await server.get(
                                "/api/providers/nearest?lat=\(10 + caller % 3).\(number)&lng=78.\(caller)")
                            if reply.status != 200 { try expectUnavailable(reply) }
                            statuses.append(reply.status)
                            try await Task.sleep(for: .milliseconds(10))
                        }
                        return statuses
                    }
                }
                try await Task.sleep(for: .milliseconds(200))
                try await outage.begin()
                try await Task.sleep(for: .milliseconds(200))
                try await outage.end()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(statuses) == [200, 503])
            try await expectRecovery(of: server)
        }
    }
}
