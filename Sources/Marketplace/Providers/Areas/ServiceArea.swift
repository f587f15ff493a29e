import Foundation
import Postgres

/// A service area as its centre's owner and the staff see it.
package struct ServiceArea: Sendable {
    package let id: Int64
    package let provider_id: Int64
    /// Counts every change, also one that is only proposed.
    package let revision: Int32
    package let createdAt: Date
    package let updatedAt: Date
    /// What is in force, or, as long as nothing is, what was asked for last.
    package let shown: AreaVersion
    /// A change of what is in force that waits for an admin.
    package let replacement: AreaVersion?
}

extension ServiceArea {
    private static let columns: Query = """
        a.id, a.provider_id, a.revision, a.created_at, a.updated_at,
        \(AreaVersion.columns("a", created: "a.updated_at", during: "NULL::tstzrange", withGeometry: true)),
        \(AreaVersion.columns("v", created: "v.created_at", during: "v.during", withGeometry: true))
        """
    private static let tables: Query = """
        service_areas a
        LEFT JOIN service_area_versions v ON v.area_id = a.id AND v.version = a.proposed_version
        """

    private init(_ row: PostgresRow) throws {
        id = try row.column(0)
        provider_id = try row.column(1)
        revision = try row.column(2)
        createdAt = try row.column(3)
        updatedAt = try row.column(4)
        shown = try AreaVersion(row, first: 5)
        let second = 5 + AreaVersion.columnCount
        replacement =
            try row.column(second, as: Int32?.self) == nil ? nil : AreaVersion(row, first: second)
    }

    static func find(
        _ condition: Query, order: Query = "a.id", limit: Int, on database: some PostgresQueryable
    ) async throws -> [ServiceArea] {
        try await database.query(
            "SELECT \(columns) FROM \(tables) WHERE \(condition) ORDER BY \(order) LIMIT \(limit)"
        ).map(ServiceArea.init)
    }

    /// - Throws: `AreaError.unknownArea`.
    static func read(_ id: Int64, on database: some PostgresQueryable) async throws -> ServiceArea {
        guard let area = try await find("a.id = \(id)", limit: 1, on: database).first else {
            throw AreaError.unknownArea
        }
        return area
    }
}
