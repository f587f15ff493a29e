import Testing

@testable import Matching

/// The fewest sites that reach every point, against every choice there is.
struct SetCoverTests {
    @Test func `no fewer sites reach every point`() throws {
        for seed in 0..<400 as Range<UInt64> {
            let instance = SmallInstance.random(seed: seed, everyPointIsReached: true)
            var budget = WorkBudget()
            let answer = try SetCover.solve(instance, &budget)
            #expect(SmallInstance.covers(answer.sites, instance), "seed \(seed)")
            #expect(answer.sites.count == SmallInstance.fewestSites(instance), "seed \(seed)")
            #expect(answer.bound == answer.sites.count, "seed \(seed)")
            #expect(answer.sites == answer.sites.sorted() && Set(answer.sites).count == answer.sites.count)
        }
    }

    @Test func `the bound is never above the fewest, however little may be done`() throws {
        for seed in 0..<200 as Range<UInt64> {
            let instance = SmallInstance.random(seed: seed, everyPointIsReached: true)
            for work in [0, 1, 50, 500, 3000] {
                var budget = WorkBudget(work: work)
                let answer = try SetCover.solve(instance, &budget)
                #expect(SmallInstance.covers(answer.sites, instance), "seed \(seed), work \(work)")
                #expect(try #require(SmallInstance.fewestSites(instance)) >= answer.bound, "seed \(seed), work \(work)")
                #expect(answer.bound <= answer.sites.count)
            }
        }
    }

    /// Rings of 5 points, each of whose sites reaches 3 neighbours: no site or point is superfluous, and the linear
    /// relaxation (5/3) is below the optimum (2), so neither reductions nor rounding decide it alone.
    @Test func `parts that reductions can't solve are searched`() throws {
        let rings = 7
        let reach: [[Int32]] = (0..<5 * rings).map { site in
            let (first, place) = (site / 5 * 5, site % 5)
            let reached = [first + (place + 4) % 5, site, first + (place + 1) % 5]
            return reached.sorted().map { Int32($0) }
        }
        let instance = CoverInstance(reach: reach, weights: [Int](repeating: 1, count: 5 * rings))
        var core = SetCoverCore(instance)
        var budget = WorkBudget()
        try core.reduce(&budget)
        #expect(core.chosen.isEmpty && core.parts().count == rings)
        let answer = try SetCover.solve(instance, &budget)
        #expect(answer.sites.count == 2 * rings && answer.bound == 2 * rings)
    }

    @Test func `no points need no sites`() throws {
        var budget = WorkBudget()
        let answer = try SetCover.solve(CoverInstance(reach: [[], []], weights: []), &budget)
        #expect(answer.sites.isEmpty && answer.bound == 0)
    }
}
