import Postgres

/// Everything that is done with bookings. The database decides who gets which hour: see
/// `sql/migrations/0018_bookings.sql`.
package struct Bookings: Sendable {
    package let pool: PostgresPool
    package let rules: BookingRules

    package init(pool: PostgresPool, rules: BookingRules = BookingRules()) {
        self.pool = pool
        self.rules = rules
    }
}
