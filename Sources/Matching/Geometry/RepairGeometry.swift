import Postgres

extension GeometryGate {
    /// What the geometry could be instead. The repair's cost grows with how often its edges cross, so one that crosses
    /// itself more than a thousand times is left to whoever drew it.
    static func repair(
        _ geoJSON: [UInt8], srid: Int?, after refusal: GeometryRefusal, on pool: PostgresPool
    ) async throws -> RepairedGeometry? {
        guard refusal.kind.canBeRepaired, let (given, mends) = mended(geoJSON, srid: srid),
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

    /// Nil when it can't be read without doubt.
    private static func mended(_ geoJSON: [UInt8], srid: Int?) -> (GivenGeometry, Set<GeometryMend>)? {
        guard let (geometry, mends) = try? GeoJSONReader.read(geoJSON, srid: srid, mends: true) else { return nil }
        return (geometry, mends)
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
