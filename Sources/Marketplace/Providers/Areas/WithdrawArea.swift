import Matching
import Postgres

extension Providers {
    /// Deletes an area, and with it a proposed change: it covers nothing from now on. Its history stays.
    ///
    /// - Throws: `AreaError.unknownArea` (somebody else's and deleted ones too), `.changedMeanwhile`.
    package func withdrawArea(
        _ id: Int64, if precondition: AreaPrecondition, for user: SignedInUser, by actor: Actor
    ) async throws {
        try await pool.withTransaction(isolation: .readCommitted, statementTimeout: .coverageChange) { transaction in
            let before = try await StoredArea.lock(id, for: user, if: precondition, on: transaction)
            try await transaction.execute(
                """
                UPDATE service_areas SET status = 'withdrawn', proposed_version = NULL, updated_at = now()
                WHERE id = \(id)
                """)
            let area = try await ServiceArea.read(id, on: transaction)
            try await area.record("withdrawn", .serviceAreaWithdrawn, before: before, by: actor, on: transaction)
        }
    }
}
