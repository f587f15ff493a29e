import Matching
import Postgres

extension Providers {
    /// Takes back what waits for an admin: a proposed change, while what is in force stays so; or an area that is
    /// itself only proposed, which is deleted.
    ///
    /// - Throws: `AreaError.unknownArea` (somebody else's and deleted ones too), `.changedMeanwhile`, `.nothingProposed`.
    package func withdrawProposal(
        ofArea id: Int64, if precondition: AreaPrecondition, for user: SignedInUser, by actor: Actor
    ) async throws {
        try await pool.withTransaction(isolation: .readCommitted, statementTimeout: .coverageChange) { transaction in
            let before = try await StoredArea.lock(id, for: user, if: precondition, on: transaction)
            if let version = before.proposedVersion {
                // First, since the triggers call superseded what is still proposed when it goes.
                try await transaction.execute(
                    """
                    UPDATE service_area_versions SET status = 'withdrawn' WHERE area_id = \(id) AND version = \(version)
                    """)
                try await transaction.execute(
                    "UPDATE service_areas SET proposed_version = NULL, updated_at = now() WHERE id = \(id)")
            } else if before.status == .proposed {
                try await transaction.execute(
                    "UPDATE service_areas SET status = 'withdrawn', updated_at = now() WHERE id = \(id)")
            } else {
                throw AreaError.nothingProposed(status: before.status)
            }
            let area = try await ServiceArea.read(id, on: transaction)
            try await area.record(
                "proposal_withdrawn", .serviceAreaProposalWithdrawn, before: before, proposalNow: .withdrawn, by: actor,
                on: transaction)
        }
    }
}
