import Foundation
import Postgres

/// What an area is at one time, or was asked to become.
package struct AreaVersion: Sendable {
    package let version: Int32
    package let status: AreaStatus
    package let kind: AreaKind
    package let city: String?
    package let district_lgd: Int32?
    package let pincodes: [Int32]?
    package let radius_km: Double?
    /// Geodesic on WGS 84.
    package let area_km2: Double
    /// Nil: the system itself, or somebody whose account is gone.
    package let authorID: Int64?
    /// Of what was sent; nil for an area that nobody sent.
    package let contentType: String?
    package let createdAt: Date
    package let decidedAt: Date?
    /// Nil for an approval.
    package let decisionReason: String?
    /// When it was in force; nil when it never was, or is not told.
    package let from: Date?
    /// Nil: it is in force still.
    package let to: Date?
    /// GeoJSON text of a MultiPolygon; nil in the list of versions.
    package let geometry: String?
    /// Pincodes whose point it covers, as they are now; nil without the geometry.
    package let pincodesCovered: Int64?
}

extension AreaVersion {
    static let columnCount = 17

    /// The columns that `init(_:first:)` reads.
    ///
    /// - Parameters:
    ///   - table: `service_areas` or `service_area_versions`, by its alias.
    ///   - during: An expression of the range; null where it is not told.
    static func columns(_ table: Query, created: Query, during: Query, withGeometry: Bool) -> Query {
        let ground: Query =
            withGeometry
            ? """
            ST_AsGeoJSON(\(table).geom, 7),
            (SELECT count(*) FROM pincodes p WHERE ST_Covers(\(table).geom, p.location))
            """ : "NULL::text, NULL::bigint"
        return """
            \(table).version, \(table).status, \(table).kind, \(table).city, \(table).district_lgd, \(table).pincodes,
            \(table).radius_km, \(table).area_km2, \(table).author_id, \(table).request ->> 'content_type', \(created),
            \(table).decided_at, \(table).decision_reason, lower(\(during)), upper(\(during)), \(ground)
            """
    }

    init(_ row: PostgresRow, first: Int) throws {
        guard let status = AreaStatus(rawValue: try row.column(first + 1)),
            let kind = AreaKind(rawValue: try row.column(first + 2))
        else { throw PostgresError(.decoding, "the status or kind of an area is none") }
        version = try row.column(first)
        self.status = status
        self.kind = kind
        city = try row.column(first + 3)
        district_lgd = try row.column(first + 4)
        pincodes = try row.column(first + 5)
        radius_km = try row.column(first + 6)
        area_km2 = try row.column(first + 7)
        authorID = try row.column(first + 8)
        contentType = try row.column(first + 9)
        createdAt = try row.column(first + 10)
        decidedAt = try row.column(first + 11)
        decisionReason = try row.column(first + 12)
        from = try row.column(first + 13)
        to = try row.column(first + 14)
        geometry = try row.column(first + 15)
        pincodesCovered = try row.column(first + 16)
    }
}
