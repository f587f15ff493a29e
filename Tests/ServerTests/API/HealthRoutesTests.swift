import HTTPTypes
import Postgres
import TestSupport
import Testing

struct HealthRoutesTests {
    @Test func `a node at its schema is alive and ready`() async throws {
        try await withServer { server in
            #expect(try await server.get("/healthz").text == #"{"status":"ok"}"#)
            let ready = try await server.get("/readyz")
            #expect(ready.status == 200)
            #expect(ready.text == #"{"status":"ready"}"#)
        }
    }

    @Test func `a node whose schema lags behind is alive but not ready`() async throws {
        try await withServer { server in
            try await server.pool.asOwner("DELETE FROM schema_migrations WHERE name LIKE '0002%'")
            #expect(try await server.get("/healthz").status == 200)
            let reply = try await server.get("/readyz")
            try expectProblem(reply, 503, "migrations_pending")
            #expect(reply.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0)
        }
    }
}
