import HTTPTypes
import Jobs
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct JobRoutesTests {
    private struct Errand: Job {
        static let name = "test.errand"
        let password: String
    }

    private struct Body: Decodable {
        struct Item: Decodable {
            let id: Int64
            let kind: String
            let status: String
            let attempts: Int
            let run_at: String
            let created_at: String
            let started_at: String?
            let failed_at: String?
            let last_error: String?
        }
        let items: [Item]
        let next_cursor: String?
    }

    private func enqueue(key: String? = nil) async throws -> Int64 {
        try #require(
            await server.pool.withConnection { try await Errand(password: "hunter2").enqueue(on: $0, uniqueKey: key) })
    }

    private func deadJob(key: String? = nil) async throws -> Int64 {
        let id = try await enqueue(key: key)
        try await server.pool.execute(
            """
            UPDATE jobs SET status = 'dead', attempts = 12, failed_at = now(), last_error = 'The mail server is away.'
            WHERE id = \(id)
            """)
        return id
    }

    @Test func `an admin sees what failed and why, and no payload`() async throws {
        let admin = try await server.person(.admin)
        let id = try await deadJob(key: "secret-key")
        let reply = try await server.send(.get, "/api/admin/jobs?status=dead&kind=test.errand&limit=100", as: admin)
        #expect(reply.status == 200)
        let job = try #require(try reply.decode(Body.self).items.first { $0.id == id })
        #expect(job.kind == "test.errand")
        #expect(job.status == "dead")
        #expect(job.attempts == 12)
        #expect(job.last_error == "The mail server is away.")
        #expect([job.run_at, job.created_at, job.failed_at].allSatisfy { $0?.hasSuffix("+05:30") == true })
        #expect(!reply.text.contains("hunter2"))
        #expect(!reply.text.contains("secret-key"))
    }

    @Test func `pages follow each other`() async throws {
        let admin = try await server.person(.admin)
        let ids = [try await deadJob(), try await deadJob(), try await deadJob()]
        var seen: [Int64] = []
        var uri = "/api/admin/jobs?status=dead&limit=1"
        while true {
            let page = try await server.send(.get, uri, as: admin).decode(Body.self)
            seen += page.items.map(\.id)
            guard let next = page.next_cursor, seen.count < 100 else { break }
            uri = "/api/admin/jobs?status=dead&limit=1&cursor=\(next)"
        }
        #expect(seen.filter(ids.contains) == ids.reversed())
    }

    @Test(arguments: [
        ("status=done", "status"), ("limit=0", "limit"), ("limit=101", "limit"), ("cursor=x", "cursor"),
        ("cursor=MSAy", "cursor"),
    ])
    func `a wrong parameter is named`(query: String, field: String) async throws {
        let admin = try await server.person(.admin)
        let reply = try await server.send(.get, "/api/admin/jobs?\(query)", as: admin)
        try expectProblem(reply, 422, "invalid_parameter", field: field)
    }

    @Test func `an unknown parameter is refused`() async throws {
        let admin = try await server.person(.admin)
        let reply = try await server.send(.get, "/api/admin/jobs?state=dead", as: admin)
        try expectProblem(reply, 422, "unknown_parameter", field: "state")
    }

    @Test func `a dead job is tried again, and the audit says who wanted it`() async throws {
        let admin = try await server.person(.admin)
        let id = try await deadJob()
        let reply = try await server.send(.post, "/api/admin/jobs/\(id)/retry", as: admin)
        #expect(reply.status == 200)
        #expect(reply.text == #"{"id":\#(id),"status":"waiting"}"#)
        let line = try await server.pool.query(
            """
            SELECT performed_by, change->'kind'->>0 FROM audit_log
            WHERE action = 'job.retried' AND entity_type = 'job' AND entity_id = \(id)
            """)
        #expect(line.count == 1)
        let (by, kind) = try line[0].decode(Int64?.self, String.self)
        #expect(by == admin.id)
        #expect(kind == "test.errand")
        try expectProblem(
            try await server.send(.post, "/api/admin/jobs/\(id)/retry", as: admin), 409, "job_not_dead")
    }

    @Test func `what isn't there, isn't dead or waits already is not tried again`() async throws {
        let admin = try await server.person(.admin)
        for id in ["0", "999999999", "abc", "99999999999999999999"] {
            let reply = try await server.send(.post, "/api/admin/jobs/\(id)/retry", as: admin)
            try expectProblem(reply, 404, "unknown_job")
        }
        let dead = try await deadJob(key: "twice")
        let waiting = try await enqueue(key: "twice")
        try expectProblem(
            try await server.send(.post, "/api/admin/jobs/\(waiting)/retry", as: admin), 409, "job_not_dead")
        try expectProblem(
            try await server.send(.post, "/api/admin/jobs/\(dead)/retry", as: admin), 409, "job_waits")
        let lines = try await server.pool.query(
            "SELECT count(*) FROM audit_log WHERE entity_type = 'job' AND entity_id = \(dead)")
        #expect(try lines[0].decode(Int.self) == 0)
    }
}
