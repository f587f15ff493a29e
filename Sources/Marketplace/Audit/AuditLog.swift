import Foundation
import Postgres

/// A line of the audit: written on the connection of the change, so that both are kept or neither.
package struct AuditEntry: Sendable {
    package let action: String
    package let entityType: String
    package let entityID: Int64?
    /// Field: [before, after]. Personal values (name, phone, address, e-mail) are named without their values.
    package var change: [String: [String?]] = [:]

    /// - Parameters:
    ///   - action: A verb in the past, after the entity's kind: `provider.approved`.
    package init(_ action: String, _ entityType: String, _ entityID: Int64?, change: [String: [String?]] = [:]) {
        self.action = action
        self.entityType = entityType
        self.entityID = entityID
        self.change = change
    }

    package func record(by actor: Actor, on connection: PostgresConnection) async throws {
        try await insert(by: actor, if: "true", on: connection)
    }

    /// For what was looked at: as `record`, but not when the very same was recorded of the same person less than an
    /// hour ago, so that a page that is asked for again and again leaves one line.
    package func recordOncePerHour(by actor: Actor, on connection: PostgresConnection) async throws {
        let isNew: Query = """
            NOT EXISTS (SELECT FROM audit_log AS seen
                WHERE seen.performed_by = new.performed_by AND seen."timestamp" > now() - interval '1 hour'
                    AND seen.action = new.action AND seen.entity_type = new.entity_type
                    AND seen.entity_id IS NOT DISTINCT FROM new.entity_id AND seen.change = new.change)
            """
        try await insert(by: actor, if: isNew, on: connection)
    }

    private func insert(by actor: Actor, if condition: Query, on connection: PostgresConnection) async throws {
        let json = JSONBytes(Array(try JSONEncoder().encode(change)))
        try await connection.execute(
            """
            INSERT INTO audit_log (entity_type, entity_id, action, performed_by, role, address, request_id, change)
            SELECT * FROM (SELECT \(entityType)::text AS entity_type, \(entityID)::bigint AS entity_id,
                \(action)::text AS action, \(actor.userID)::bigint AS performed_by, \(actor.role?.rawValue)::text,
                \(actor.address)::text, \(actor.requestID)::text, \(json)::jsonb AS change) AS new
            WHERE \(condition)
            """)
    }
}
