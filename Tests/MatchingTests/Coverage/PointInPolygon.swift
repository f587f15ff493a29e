import Matching
import Postgres

/// Which areas cover a point, found without PostGIS's predicates or its index: by counting how often
/// a ray from the point crosses the rings (even-odd rule), edges straight in longitude and latitude.
struct PointInPolygon {
    private struct Area {
        let centre: Int64
        var rings: [[GeoPoint]]
        var box: GeoBox
    }

    private var areas: [Area] = []

    /// All areas in force of all approved centres.
    init(_ pool: PostgresPool) async throws {
        let rows = try await pool.query(
            """
            SELECT a.id, a.provider_id, array_agg(ST_Y(corner.geom) ORDER BY corner.path[3]),
                array_agg(ST_X(corner.geom) ORDER BY corner.path[3])
            FROM service_areas a JOIN service_providers p ON p.id = a.provider_id
            CROSS JOIN LATERAL ST_DumpPoints(a.geom) AS corner
            WHERE a.status = 'in_force' AND p.status = 'approved'
            GROUP BY a.id, corner.path[1], corner.path[2] ORDER BY a.id
            """)
        var last: Int64?
        for row in rows {
            let (id, centre, lats, lngs) = try row.decode(Int64.self, Int64.self, [Double].self, [Double].self)
            let ring = zip(lats, lngs).compactMap { GeoPoint(lat: $0, lng: $1) }
            if id != last { areas.append(Area(centre: centre, rings: [], box: Self.box(of: ring))) }
            areas[areas.count - 1].rings.append(ring)
            areas[areas.count - 1].box = areas[areas.count - 1].box.union(Self.box(of: ring))
            last = id
        }
    }

    /// The centres that cover the point, border included.
    func centres(covering point: GeoPoint) -> Set<Int64> {
        Set(areas.filter { $0.box.contains(point) && Self.covers($0.rings, point) }.map(\.centre))
    }

    private static func covers(_ rings: [[GeoPoint]], _ point: GeoPoint) -> Bool {
        var isInside = false
        for ring in rings {
            for (a, b) in zip(ring, ring.dropFirst()) {
                let side = (b.lng - a.lng) * (point.lat - a.lat) - (b.lat - a.lat) * (point.lng - a.lng)
                if side == 0, box(of: [a, b]).contains(point) { return true }
                if (a.lat > point.lat) != (b.lat > point.lat), (side > 0) == (b.lat > a.lat) { isInside.toggle() }
            }
        }
        return isInside
    }

    private static func box(of points: [GeoPoint]) -> GeoBox {
        let (lats, lngs) = (points.map(\.lat), points.map(\.lng))
        return GeoBox(west: lngs.min()!, south: lats.min()!, east: lngs.max()!, north: lats.max()!)
    }
}

extension GeoBox {
    fileprivate func union(_ other: GeoBox) -> GeoBox {
        GeoBox(
            west: min(west, other.west), south: min(south, other.south), east: max(east, other.east),
            north: max(north, other.north))
    }
}
