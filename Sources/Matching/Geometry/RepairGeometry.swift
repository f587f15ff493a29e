import Postgres

extension GeometryGate {
    /// What the geometry could be instead. The repair's cost grows with how often its edges cross, so one that crosses
    /// itself more than a thousand times is left to whoever drew it.
    ///
    /// - Parameter mended: With what was put right as it was read; nil when it can't be read without doubt.
    static func repair(
        _ mended: (geometry: GivenGeometry, mends: Set<GeometryMend>)?, after refusal: GeometryRefusal,
        on pool: PostgresPool
    ) async throws -> RepairedGeometry? {
        guard refusal.kind.canBeRepaired, let (given, mends) = mended,
            let srid = Int32(exactly: given.srid), Crossings.count(in: given, upTo: 1000) != nil
        else { return nil }
        do {
            return try await limited(pool) { connection in
                let rows = try await connection.query(
                    """
                    SELECT mends, geojson, area_km2, vertices FROM geometry_repaired(\(given.wkb), \(srid))
                    WHERE geojson IS NOT NULL
                    """)
                return try rows.first.flatMap { try RepairedGeometry($0, mends) }
            }
        } catch let error as PostgresError where error.sqlState == .queryCanceled {
            return nil
        }
    }
}

extension GeometryRefusal.Kind {
    fileprivate var canBeRepaired: Bool {
        switch self {
        case .notClosed, .hasHeights, .invalid, .tooFine, .outside(.swapped): true
        default: false
        }
    }
}

extension RepairedGeometry {
    fileprivate init?(_ row: PostgresRow, _ mends: Set<GeometryMend>) throws {
        let (names, geoJSON, area_km2, vertices) = try row.decode([String].self, String.self, Double.self, Int32.self)
        let mends = mends.union(names.compactMap(GeometryMend.init(rawValue:)))
        guard !mends.isEmpty else { return nil }
        self.init(
            geoJSON: geoJSON, area_km2: area_km2, vertices: Int(vertices),
            mends: GeometryMend.allCases.filter(mends.contains))
    }
}
