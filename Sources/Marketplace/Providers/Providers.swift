import Postgres

/// Everything that owners and admins do with centres.
package struct Providers: Sendable {
    package let pool: PostgresPool

    package init(pool: PostgresPool) {
        self.pool = pool
    }
}
