import Glibc

/// Which points lie within a geodesic distance of which.
enum Reach {
    /// For each of `sites` the indices of the `points` within `radius_m` (border included), ascending.
    ///
    /// The straight line through the Earth is never longer than the geodesic, and the geodesic never longer than an
    /// arc of the ellipsoid's smallest radius of curvature over that line (Schur's theorem on curves of bounded
    /// curvature). Only what lies between the two, 1 m in 100 km, needs the geodesic itself.
    static func lists(of sites: [GeoPoint], to points: [GeoPoint], within radius_m: Double) -> [[Int32]] {
        let places = points.map(Geodesic.position)
        let order = points.indices.sorted { places[$0].z < places[$1].z }
        let heights = order.map { places[$0].z }
        let radius = Geodesic.leastRadius_m
        let certain = 2 * radius * sin(min(radius_m / (2 * radius), .pi / 2))
        let (outer2, inner2) = (radius_m * radius_m, certain * certain)
        return sites.map { site in
            let place = Geodesic.position(site)
            var reached: [Int32] = []
            var index = firstIndex(of: heights, notBelow: place.z - radius_m)
            while index < order.count, heights[index] <= place.z + radius_m {
                let point = order[index]
                let line = places[point] - place
                let chord2 = (line * line).sum()
                if chord2 <= inner2 || (chord2 <= outer2 && Geodesic.distance_m(site, points[point]) <= radius_m) {
                    reached.append(Int32(point))
                }
                index += 1
            }
            return reached.sorted()
        }
    }

    private static func firstIndex(of ascending: [Double], notBelow limit: Double) -> Int {
        var (low, high) = (0, ascending.count)
        while low < high {
            let middle = (low + high) / 2
            if ascending[middle] < limit { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
