import TestSupport

@testable import Matching

/// Instances small enough to try every choice, and the best of all choices.
enum SmallInstance {
    /// Up to 11 sites and 16 points: sparse and dense ones, with equal sites, sites and points of no use, and weights of 0.
    static func random(seed: UInt64, everyPointIsReached: Bool = false) -> CoverInstance {
        var random = SplitMix64(state: seed)
        let siteCount = Int.random(in: 1...11, using: &random)
        let pointCount = Int.random(in: 1...16, using: &random)
        let density = Double.random(in: 0.05...0.6, using: &random)
        var reach = (0..<siteCount).map { _ in
            (0..<Int32(pointCount)).filter { _ in Double.random(in: 0..<1, using: &random) < density }
        }
        if Bool.random(using: &random) { reach[siteCount - 1] = reach[0] }
        if everyPointIsReached {
            for point in 0..<Int32(pointCount) where !reach.contains(where: { $0.contains(point) }) {
                let site = Int.random(in: 0..<siteCount, using: &random)
                reach[site] = (reach[site] + [point]).sorted()
            }
        }
        let greatest = [1, 5, 100_000].randomElement(using: &random)!
        return CoverInstance(
            reach: reach, weights: (0..<pointCount).map { _ in Int.random(in: 0...greatest, using: &random) })
    }

    static func greatestGain(_ instance: CoverInstance, count: Int) -> Int {
        choices(instance).filter { $0.count <= count }.map { gain($0, instance) }.max() ?? 0
    }

    static func fewestSites(_ instance: CoverInstance) -> Int? {
        choices(instance).filter { covers($0, instance) }.map(\.count).min()
    }

    static func gain(_ sites: [Int], _ instance: CoverInstance) -> Int {
        Set(sites.flatMap { instance.points(of: $0) }).reduce(0) { $0 + instance.weights[Int($1)] }
    }

    static func covers(_ sites: [Int], _ instance: CoverInstance) -> Bool {
        Set(sites.flatMap { instance.points(of: $0) }).count == instance.pointCount
    }

    private static func choices(_ instance: CoverInstance) -> [[Int]] {
        (0..<(1 << instance.siteCount)).map { mask in (0..<instance.siteCount).filter { mask >> $0 & 1 == 1 } }
    }
}
