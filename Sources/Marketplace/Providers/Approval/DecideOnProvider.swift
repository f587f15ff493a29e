import Foundation
import Matching
import Postgres

/// Which state of a centre a decision or a change may meet.
package enum ProviderPrecondition: Sendable, Equatable {
    /// Whatever it is.
    case any
    /// One of these revisions of its record.
    case oneOf(Set<Int64>)
}

extension Providers {
    /// Approves, rejects or suspends a centre. Of decisions taken at the same moment the first one counts, and the
    /// others meet the status that it made.
    ///
    /// Approving an approved centre whose owner has changed what the approval rests on accepts those changes, which
    /// is another event: its owner knows of the approval already.
    ///
    /// - Throws: `ProviderError.unknownProvider`, `.changedMeanwhile`, `.illegalDecision`.
    package func decide(
        _ decision: ProviderDecision, on id: Int64, if precondition: ProviderPrecondition = .any, by actor: Actor
    ) async throws {
        try await pool.withTransaction(statementTimeout: .coverageChange) { transaction in
            let (status, hasChanges, updatedAt) = try await Self.lock(id, on: transaction)
            if case .oneOf(let revisions) = precondition, !revisions.contains(ProviderRecord.revision(updatedAt)) {
                throw ProviderError.changedMeanwhile
            }
            let acceptsChanges = decision == .approve && status == .approved && hasChanges
            guard decision.kind.from.contains(status) || acceptsChanges else {
                throw ProviderError.illegalDecision(decision.kind, status: status)
            }
            try await transaction.execute(
                """
                UPDATE service_providers SET status = \(decision.kind.result.rawValue), decided_at = now(),
                    decision_reason = \(decision.reason), updated_at = now(),
                    changed_since_approval =
                        CASE WHEN \(decision == .approve) THEN '{}' ELSE changed_since_approval END,
                    approved_location = CASE WHEN \(decision == .approve) THEN location ELSE approved_location END
                WHERE id = \(id) AND status = \(status.rawValue)
                """)
            if acceptsChanges {
                try await AuditEntry("provider.changes_accepted", "provider", id).record(by: actor, on: transaction)
                try await DomainEvent(.providerChangesAccepted, id).announce(on: transaction)
            } else {
                try await Self.tell(decision, on: id, from: status, by: actor, on: transaction)
            }
        }
    }

    private static func tell(
        _ decision: ProviderDecision, on id: Int64, from status: CentreStatus, by actor: Actor,
        on transaction: PostgresConnection
    ) async throws {
        try await AuditEntry(
            "provider.\(decision.kind.verb)", "provider", id,
            change: [
                "status": [status.rawValue, decision.kind.result.rawValue], "reason": [nil, decision.reason],
            ]
        ).record(by: actor, on: transaction)
        let reason = decision.reason.map { ["reason": $0] } ?? [:]
        try await DomainEvent(decision.kind.event, id, payload: reason).announce(on: transaction)
    }

    private static func lock(_ id: Int64, on transaction: PostgresConnection) async throws -> (
        CentreStatus, Bool, Date
    ) {
        let rows = try await transaction.query(
            """
            SELECT status, changed_since_approval <> '{}', updated_at FROM service_providers WHERE id = \(id)
            FOR NO KEY UPDATE
            """)
        guard let (text, hasChanges, updatedAt) = try rows.first?.decode(String.self, Bool.self, Date.self),
            let status = CentreStatus(rawValue: text)
        else { throw ProviderError.unknownProvider }
        return (status, hasChanges, updatedAt)
    }
}
