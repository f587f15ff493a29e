import Postgres

extension Ledger {
    /// Keeps what each centre had to get when a month ended, so that `balances(named:most:)` needn't add up what is older.
    /// One that isn't over, or that is closed already, stays as it is.
    ///
    /// - Returns: Whether it was closed now.
    @discardableResult
    package func close(_ month: Month) async throws -> Bool {
        // The first one has all that was ever posted to add up.
        try await pool.withTransaction(isolation: .readCommitted, statementTimeout: .seconds(60)) { transaction in
            try await transaction.query("SELECT ledger_close(\(month.year), \(month.number))")[0].decode(Bool.self)
        }
    }
}
