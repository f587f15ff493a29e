import CProj
import TestSupport
import Testing

@testable import Matching

/// Who is within reach of whom, against PROJ's geodesic.
struct ReachTests {
    @Test func `a point is reached if its geodesic distance is within the radius`() throws {
        var random = SplitMix64(state: 5)
        let points = try (0..<300).map { _ in
            try #require(
                GeoPoint(
                    lat: Double.random(in: 8...13.6, using: &random),
                    lng: Double.random(in: 76.2...80.4, using: &random)))
        }
        for radius_m in [1.0, 999, 10_000, 20_000, 100_000] {
            let lists = Reach.lists(of: Array(points.prefix(60)), to: points, within: radius_m)
            for (site, list) in lists.enumerated() {
                let expected = points.indices.filter { Geod.distance_m(points[site], points[$0]) <= radius_m }
                #expect(list == expected.map { Int32($0) })
            }
        }
    }

    /// Where the straight line and the smallest arc can't tell, the geodesic itself decides.
    @Test func `the border is the geodesic's, to a millimetre`() throws {
        var random = SplitMix64(state: 6)
        for _ in 0..<300 {
            let site = try #require(
                GeoPoint(
                    lat: Double.random(in: 8...13.6, using: &random),
                    lng: Double.random(in: 76.2...80.4, using: &random)))
            let point = try #require(
                GeoPoint(
                    lat: site.lat + Double.random(in: -0.6...0.6, using: &random),
                    lng: site.lng + Double.random(in: -0.6...0.6, using: &random)))
            let distance_m = Geod.distance_m(site, point)
            #expect(abs(Geodesic.distance_m(site, point) - distance_m) < 0.0005)
            #expect(Reach.lists(of: [site], to: [point], within: distance_m + 0.001) == [[0]])
            #expect(Reach.lists(of: [site], to: [point], within: distance_m - 0.001) == [[]])
        }
    }

    @Test func `every point reaches itself`() throws {
        let point = try #require(GeoPoint(lat: 11, lng: 78))
        #expect(Geodesic.distance_m(point, point) == 0)
        #expect(Reach.lists(of: [point], to: [point], within: 1e-6) == [[0]])
    }
}

private enum Geod {
    static func distance_m(_ from: GeoPoint, _ to: GeoPoint) -> Double {
        var spheroid = geod_geodesic()
        geod_init(&spheroid, 6_378_137, 1 / 298.257223563)
        var distance_m = 0.0
        geod_inverse(&spheroid, from.lat, from.lng, to.lat, to.lng, &distance_m, nil, nil)
        return distance_m
    }
}
