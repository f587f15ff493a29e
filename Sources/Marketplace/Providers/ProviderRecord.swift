import Foundation
import Matching
import Postgres

/// A centre as its owner and the admins see it.
package struct ProviderRecord: Sendable {
    package struct Owner: Sendable {
        package let id: Int64
        package let name: String
    }

    package let centre: Centre
    /// Nil for a centre that nobody has an account for.
    package let owner: Owner?
    package let gstin: String?
    package let benches: Int32
    package let technicians: Int32
    /// Starts are offered so far apart.
    package let slotMinutes: Int32
    /// Kept free after each booking.
    package let benchBufferMinutes: Int32
    package let technicianBufferMinutes: Int32
    /// From its pincode's point, geodesic; nil when the pincode is gone.
    package let pincodeDistance_m: Double?
    /// Of the last approval, rejection or suspension.
    package let decidedAt: Date?
    /// Nil for an approval.
    package let decisionReason: String?
    /// What its last approval rests on and its owner has changed since.
    package let changedSinceApproval: [String]
    package let createdAt: Date
    package let updatedAt: Date

    /// Another one after every change and decision: the time of the last one, in microseconds.
    package var revision: Int64 { Self.revision(updatedAt) }

    static func revision(_ updatedAt: Date) -> Int64 {
        Int64((updatedAt.timeIntervalSinceReferenceDate * 1_000_000).rounded())
    }

    /// The columns that `init(_:)` reads, in their order.
    static let columns: Query = """
        \(Centre.columns), u.id, u.name, s.gstin, s.benches, s.technicians,
        ST_DistanceSpheroid(s.location, p.location), s.decided_at, s.decision_reason, s.changed_since_approval,
        s.created_at, s.updated_at, s.slot_minutes, s.bench_buffer_minutes, s.technician_buffer_minutes
        """
    static let tables: Query = """
        service_providers s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN pincodes p ON p.pincode = s.pincode
        """

    init(_ row: PostgresRow) throws {
        let first = Centre.columnCount
        centre = try Centre(row)
        if let id = try row.column(first, as: Int64?.self) {
            owner = Owner(id: id, name: try row.column(first + 1))
        } else {
            owner = nil
        }
        gstin = try row.column(first + 2)
        benches = try row.column(first + 3)
        technicians = try row.column(first + 4)
        pincodeDistance_m = try row.column(first + 5)
        decidedAt = try row.column(first + 6)
        decisionReason = try row.column(first + 7)
        changedSinceApproval = try row.column(first + 8)
        createdAt = try row.column(first + 9)
        updatedAt = try row.column(first + 10)
        slotMinutes = try row.column(first + 11)
        benchBufferMinutes = try row.column(first + 12)
        technicianBufferMinutes = try row.column(first + 13)
    }
}
