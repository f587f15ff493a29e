import Postgres

/// An area as it was before a change: what decides what the change means.
struct StoredArea: Sendable {
    let id: Int64
    let provider_id: Int64
    let status: AreaStatus
    let version: Int32
    let revision: Int32
    let proposedVersion: Int32?
    let kind: String
    let area_km2: Double
}

/// Which state of an area a change may meet.
package enum AreaPrecondition: Sendable, Equatable {
    /// Whatever it is.
    case any
    /// One of these revisions.
    case oneOf(Set<Int32>)
}

extension StoredArea {
    /// Holds the row until the transaction ends, so that changes and decisions follow one another.
    ///
    /// - Throws: `AreaError.unknownArea`, also when the centre is somebody else's, and for a deleted one unless
    ///   `orWithdrawn`; `.changedMeanwhile`.
    static func lock(
        _ id: Int64, for user: SignedInUser, if precondition: AreaPrecondition, orWithdrawn: Bool = false,
        on transaction: PostgresConnection
    ) async throws -> StoredArea {
        let rows = try await transaction.query(
            """
            SELECT a.provider_id, a.status, a.version, a.revision, a.proposed_version, a.kind, a.area_km2
            FROM service_areas a JOIN service_providers s ON s.id = a.provider_id
            WHERE a.id = \(id) AND (a.status <> 'withdrawn' OR \(orWithdrawn))
                AND (s.user_id = \(user.id) OR \(user.role == .admin))
            FOR NO KEY UPDATE OF a
            """)
        guard let row = rows.first, let status = AreaStatus(rawValue: try row.column(1)) else {
            throw AreaError.unknownArea
        }
        let area = StoredArea(
            id: id, provider_id: try row.column(0), status: status, version: try row.column(2),
            revision: try row.column(3), proposedVersion: try row.column(4), kind: try row.column(5),
            area_km2: try row.column(6))
        if case .oneOf(let revisions) = precondition, !revisions.contains(area.revision) {
            throw AreaError.changedMeanwhile
        }
        return area
    }
}
