import Matching
import Postgres

extension Providers {
    /// Approves or rejects a proposed area, or a proposed change of one in force. Of decisions taken at the same
    /// moment the first one counts, and the others meet what it made.
    ///
    /// - Throws: `AreaError.unknownArea`, `.changedMeanwhile`, `.illegalDecision` (for a deleted one too).
    package func decide(
        _ decision: AreaDecision, onArea id: Int64, if precondition: AreaPrecondition, for user: SignedInUser,
        by actor: Actor
    ) async throws -> ServiceArea {
        try await pool.withTransaction(isolation: .readCommitted, statementTimeout: .coverageChange) { transaction in
            let before = try await StoredArea.lock(
                id, for: user, if: precondition, orWithdrawn: true, on: transaction)
            guard before.proposedVersion != nil || decision.kind.from.contains(before.status) else {
                throw AreaError.illegalDecision(decision.kind, status: before.status)
            }
            switch (decision, before.proposedVersion) {
            case (.approve, let version?): try await adopt(version, of: before, on: transaction)
            case (.reject(let reason), let version?):
                try await refuse(version, of: before, because: reason, on: transaction)
            case (_, nil):
                try await transaction.execute(
                    """
                    UPDATE service_areas SET status = \(decision.kind == .approve ? "in_force" : "rejected"),
                        decided_at = now(), decision_reason = \(decision.reason), updated_at = now()
                    WHERE id = \(id)
                    """)
            }
            let area = try await ServiceArea.read(id, on: transaction)
            try await area.record(
                decision.kind == .approve ? "approved" : "rejected",
                decision.kind == .approve ? .serviceAreaApproved : .serviceAreaRejected, before: before,
                proposalNow: decision.kind == .approve ? nil : .rejected, reason: decision.reason, by: actor,
                on: transaction)
            return area
        }
    }

    /// Puts the proposed version in force; the triggers end the one before.
    private func adopt(_ version: Int32, of area: StoredArea, on transaction: PostgresConnection) async throws {
        try await transaction.execute(
            """
            UPDATE service_areas a SET version = v.version, kind = v.kind, city = v.city,
                district_lgd = v.district_lgd, pincodes = v.pincodes, radius_km = v.radius_km, geom = v.geom,
                author_id = v.author_id, request = v.request, proposed_version = NULL,
                decided_at = now(), decision_reason = NULL, updated_at = now()
            FROM service_area_versions v WHERE a.id = \(area.id) AND v.area_id = a.id AND v.version = \(version)
            """)
    }

    /// What is in force stays; the area says why the change was refused.
    private func refuse(
        _ version: Int32, of area: StoredArea, because reason: String, on transaction: PostgresConnection
    ) async throws {
        try await transaction.execute(
            """
            UPDATE service_area_versions SET status = 'rejected', decided_at = now(), decision_reason = \(reason)
            WHERE area_id = \(area.id) AND version = \(version)
            """)
        try await transaction.execute(
            """
            UPDATE service_areas SET proposed_version = NULL, decided_at = now(), decision_reason = \(reason),
                updated_at = now()
            WHERE id = \(area.id)
            """)
    }
}
