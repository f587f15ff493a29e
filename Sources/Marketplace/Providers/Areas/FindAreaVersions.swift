import Postgres

extension Providers {
    /// The versions of an area, the newest first, without their geometry; of a deleted one too.
    ///
    /// - Parameter version: The one after which the page begins.
    /// - Throws: `AreaError.unknownArea`, also when the centre is somebody else's.
    package func versions(
        ofArea id: Int64, for user: SignedInUser, after version: Int32?, limit: Int
    ) async throws -> Page<AreaVersion, Int32> {
        let known = try await pool.query(
            """
            SELECT 1 FROM service_area_versions v WHERE v.area_id = \(id) AND \(Self.isVisible("v", to: user)) LIMIT 1
            """)
        guard !known.isEmpty else { throw AreaError.unknownArea }
        let rows = try await pool.query(
            """
            SELECT \(AreaVersion.columns("v", created: "v.created_at", during: "v.during", withGeometry: false))
            FROM service_area_versions v
            WHERE v.area_id = \(id) AND v.version < \(version ?? .max)
            ORDER BY v.version DESC LIMIT \(limit + 1)
            """)
        return Page(try rows.map { try AreaVersion($0, first: 0) }, limit: limit, position: \.version)
    }

    /// - Throws: `AreaError.unknownVersion`, also when the centre is somebody else's.
    package func version(_ version: Int32, ofArea id: Int64, for user: SignedInUser) async throws -> AreaVersion {
        let rows = try await pool.query(
            """
            SELECT \(AreaVersion.columns("v", created: "v.created_at", during: "v.during", withGeometry: true))
            FROM service_area_versions v
            WHERE v.area_id = \(id) AND v.version = \(version) AND \(Self.isVisible("v", to: user))
            """)
        guard let row = rows.first else { throw AreaError.unknownVersion }
        return try AreaVersion(row, first: 0)
    }
}
