/// A covering problem: which sites reach which demand points, both ways round (compressed rows), and what each
/// point weighs. Sites and points are numbered from 0.
package struct CoverInstance: Sendable, Equatable {
    /// Not negative.
    package private(set) var weights: [Int]
    package let siteCount: Int
    private let siteStarts: [Int32]
    private let pointsBySite: [Int32]
    private let pointStarts: [Int32]
    private let sitesByPoint: [Int32]

    /// - Parameter reach: For each site the points that it would cover, ascending.
    package init(reach: [[Int32]], weights: [Int]) {
        self.weights = weights
        siteCount = reach.count
        var starts: [Int32] = [0]
        starts.reserveCapacity(reach.count + 1)
        for points in reach { starts.append(starts[starts.count - 1] + Int32(points.count)) }
        siteStarts = starts
        pointsBySite = Array(reach.joined())
        (pointStarts, sitesByPoint) = Self.transposed(reach, pointCount: weights.count)
    }

    package var pointCount: Int { weights.count }
    /// How many pairs of a site and a point that it reaches.
    package var pairCount: Int { pointsBySite.count }

    package func points(of site: Int) -> ArraySlice<Int32> {
        pointsBySite[Int(siteStarts[site])..<Int(siteStarts[site + 1])]
    }

    package func sites(reaching point: Int) -> ArraySlice<Int32> {
        sitesByPoint[Int(pointStarts[point])..<Int(pointStarts[point + 1])]
    }

    /// The same with every point as good as any other.
    var unweighted: CoverInstance {
        var instance = self
        instance.weights = [Int](repeating: 1, count: pointCount)
        return instance
    }

    private static func transposed(_ reach: [[Int32]], pointCount: Int) -> (starts: [Int32], sites: [Int32]) {
        var starts = [Int32](repeating: 0, count: pointCount + 1)
        for points in reach { for point in points { starts[Int(point) + 1] += 1 } }
        for point in 0..<pointCount { starts[point + 1] += starts[point] }
        var next = starts
        var sites = [Int32](repeating: 0, count: Int(starts[pointCount]))
        for (site, points) in reach.enumerated() {
            for point in points {
                sites[Int(next[Int(point)])] = Int32(site)
                next[Int(point)] += 1
            }
        }
        return (starts, sites)
    }
}
