import Hummingbird
import Postgres

/// Whether the process lives, and whether it can serve.
struct HealthRoutes: Sendable {
    let pool: PostgresPool
    /// Names of migrations that this version needs and the database lacks.
    let pendingMigrations: @Sendable () async throws -> [String]

    var routes: [Route] {
        [
            .get("/healthz", alive),
            .get("/readyz", ready),
        ]
    }

    @Sendable func alive(_: Request, _: PublicContext) async throws -> Response {
        Answer.json { $0.object { $0.field("status", "ok") } }
    }

    @Sendable func ready(_: Request, _: PublicContext) async throws -> Response {
        let pending = try await pendingMigrations()
        guard pending.isEmpty else {
            throw Problem.retryLater(
                "migrations_pending", "The database is not at this version's schema yet.", afterSeconds: 5)
        }
        return Answer.json { $0.object { $0.field("status", "ready") } }
    }
}
