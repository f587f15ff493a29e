import Foundation
import Postgres

/// A line of the audit, as it is read.
package struct AuditLine: Sendable {
    package let id: Int64
    package let at: Date
    package let action: String
    package let entityType: String
    package let entityID: Int64?
    /// Nil: the system itself, or somebody who wasn't signed in.
    package let performedBy: Int64?
    package let role: String?
    package let address: String?
    package let requestID: String?
    /// A JSON object, field: [before, after].
    package let change: String

    fileprivate init(_ row: PostgresRow) throws {
        (id, at, action, entityType, entityID, performedBy, role, address, requestID, change) = try row.decode(
            Int64.self, Date.self, String.self, String.self, Int64?.self, Int64?.self, String?.self, String?.self,
            String?.self, String.self)
    }
}

extension AuditLine {
    /// Which lines are asked for; all of the conditions hold.
    package struct Filter: Sendable {
        package var entityType: String?
        /// Of the entity; only together with its type.
        package var entityID: Int64?
        package var performedBy: Int64?
        package var action: String?
        /// Days in Asia/Kolkata, as 2026-11-23; `to` is the first that doesn't count.
        package var from: String?
        package var to: String?

        package init() {}
    }

    /// The newest first. One round trip; costs what a page costs, however many lines there are.
    ///
    /// - Parameter last: The line after which the page begins, the last of the page before.
    /// - Returns: `limit` lines at most, and whether there are more.
    package static func find(
        _ filter: Filter, after last: Int64?, limit: Int, on database: some PostgresQueryable
    ) async throws -> (lines: [AuditLine], hasMore: Bool) {
        var conditions = filter.conditions
        // A line that was forgotten meanwhile has nothing older behind it.
        if let last {
            conditions.append(
                #"("timestamp", id) < (SELECT "timestamp", id FROM audit_log WHERE id = \#(last))"#)
        }
        let rows = try await database.query(
            """
            SELECT id, "timestamp", action, entity_type, entity_id, performed_by, role, address, request_id, change::text
            FROM audit_log WHERE \(conditions.joined(separator: " AND "))
            ORDER BY "timestamp" DESC, id DESC LIMIT \(limit + 1)
            """)
        return (try rows.prefix(limit).map(AuditLine.init), rows.count > limit)
    }
}

extension AuditLine.Filter {
    /// Only those that are asked for, so that each kind of question gets a plan, and an index, of its own.
    fileprivate var conditions: [Query] {
        var conditions: [Query] = ["true"]
        if let entityType { conditions.append("entity_type = \(entityType)") }
        if let entityID { conditions.append("entity_id = \(entityID)") }
        if let performedBy { conditions.append("performed_by = \(performedBy)") }
        if let action { conditions.append("action = \(action)") }
        if let from { conditions.append(#""timestamp" >= (\#(from)::date)::timestamp AT TIME ZONE 'Asia/Kolkata'"#) }
        if let to { conditions.append(#""timestamp" < (\#(to)::date)::timestamp AT TIME ZONE 'Asia/Kolkata'"#) }
        return conditions
    }
}
