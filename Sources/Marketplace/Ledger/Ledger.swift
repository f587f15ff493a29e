import Postgres

/// What the ledger says. Its accounts, and what is posted when, are explained in `sql/migrations/0019_payments.sql` and
/// ARCHITECTURE.md.
///
/// For pages: `earnings(of:in:for:)`, `statement(of:in:for:)` and `payOut`.
package struct Ledger: Sendable {
    let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// - Throws: `PaymentError.unknownProvider`, also when the centre is none of the user's.
    func check(_ provider: Int64, for user: SignedInUser) async throws {
        let rows = try await pool.query(
            """
            SELECT 1 FROM service_providers
            WHERE id = \(provider) AND (\(user.role == .admin) OR user_id = \(user.id))
            """)
        guard !rows.isEmpty else { throw PaymentError.unknownProvider }
    }
}
