import CProj
import Matching
import Postgres

/// The nearest centres found without any index, by libproj's geodesic (Karney 2013): what the
/// database's answers are held against.
struct BruteForce {
    struct Site {
        let id: Int64
        let lat: Double
        let lng: Double
    }

    struct Neighbour {
        let id: Int64
        let distance_m: Double
    }

    /// By latitude.
    private let sites: [Site]
    private let spheroid: geod_geodesic

    init(_ sites: [Site]) {
        self.sites = sites.sorted { $0.lat < $1.lat }
        var spheroid = geod_geodesic()
        geod_init(&spheroid, 6_378_137, 1 / 298.257223563)
        self.spheroid = spheroid
    }

    /// All approved centres; with `service`, those that offer it.
    init(_ pool: PostgresPool, offering service: String? = nil) async throws {
        let rows = try await pool.query(
            """
            SELECT id, lat, lng FROM service_providers p
            WHERE status = 'approved' AND (\(service)::text IS NULL
                OR EXISTS (SELECT FROM provider_services WHERE provider_id = p.id AND service = \(service)))
            """)
        self.init(
            try rows.map { row in
                let (id, lat, lng) = try row.decode(Int64.self, Double.self, Double.self)
                return Site(id: id, lat: lat, lng: lng)
            })
    }

    /// By distance, ties by id.
    ///
    /// Goes from the origin's latitude outwards both ways, and stops where the meridian alone is
    /// longer than the k-th distance: a degree of latitude is nowhere shorter than 110,574 m.
    func nearest(_ k: Int, to origin: GeoPoint) -> [Neighbour] {
        var found: [Neighbour] = []
        var north = firstIndex(northOf: origin.lat)
        var south = north - 1
        while north < sites.count || south >= 0 {
            let toNorth = north < sites.count ? sites[north].lat - origin.lat : .infinity
            let toSouth = south >= 0 ? origin.lat - sites[south].lat : .infinity
            if found.count == k, min(toNorth, toSouth) * 110_574 > found[k - 1].distance_m { break }
            let site = toNorth < toSouth ? sites[north] : sites[south]
            if toNorth < toSouth { north += 1 } else { south -= 1 }
            insert(Neighbour(id: site.id, distance_m: distance_m(from: origin, to: site)), into: &found, k)
        }
        return found
    }

    private func insert(_ new: Neighbour, into found: inout [Neighbour], _ k: Int) {
        let place = found.firstIndex { ($0.distance_m, $0.id) > (new.distance_m, new.id) } ?? found.count
        guard place < k else { return }
        found.insert(new, at: place)
        if found.count > k { found.removeLast() }
    }

    private func firstIndex(northOf lat: Double) -> Int {
        var range = 0..<sites.count
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            range = sites[middle].lat < lat ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    private func distance_m(from origin: GeoPoint, to site: Site) -> Double {
        var distance_m = 0.0
        withUnsafePointer(to: spheroid) {
            geod_inverse($0, origin.lat, origin.lng, site.lat, site.lng, &distance_m, nil, nil)
        }
        return distance_m
    }
}
