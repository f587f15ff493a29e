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
        let json = JSONBytes(Array(try JSONEncoder().encode(change)))
        try await connection.execute(
            """
            INSERT INTO audit_log (entity_type, entity_id, action, performed_by, role, address, request_id, change)
            VALUES (\(entityType), \(entityID), \(action), \(actor.userID), \(actor.role?.rawValue), \(actor.address),
                    \(actor.requestID), \(json))
            """)
    }
}
