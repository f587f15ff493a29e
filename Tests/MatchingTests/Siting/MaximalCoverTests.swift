import Testing

@testable import Matching

/// The choice of so many sites, against every choice there is.
struct MaximalCoverTests {
    @Test func `no choice of as many sites gains more`() throws {
        for seed in 0..<400 as Range<UInt64> {
            let instance = SmallInstance.random(seed: seed)
            let count = Int(seed % 5) + 1
            var budget = WorkBudget()
            let answer = try MaximalCover.solve(instance, count: count, &budget)
            let best = SmallInstance.greatestGain(instance, count: count)
            #expect(answer.gained == best, "seed \(seed)")
            #expect(answer.bound == best, "seed \(seed)")
            #expect(answer.gained == SmallInstance.gain(answer.sites, instance), "seed \(seed)")
            #expect(answer.sites.count <= count && Set(answer.sites).count == answer.sites.count, "seed \(seed)")
        }
    }

    @Test func `the bound is never below the optimum, however little may be done`() throws {
        for seed in 0..<200 as Range<UInt64> {
            let instance = SmallInstance.random(seed: seed)
            let best = SmallInstance.greatestGain(instance, count: 3)
            for work in [0, 1, 50, 500, 3000] {
                var budget = WorkBudget(work: work)
                let answer = try MaximalCover.solve(instance, count: 3, &budget)
                #expect(answer.bound >= best, "seed \(seed), work \(work)")
                #expect(answer.gained <= best && answer.gained == SmallInstance.gain(answer.sites, instance))
                // Greedy's own guarantee holds from the beginning.
                #expect(Double(answer.gained) >= 0.632 * Double(best), "seed \(seed), work \(work)")
            }
        }
    }

    @Test func `each site adds something, and no more than the one before it`() throws {
        for seed in 0..<100 as Range<UInt64> {
            let instance = SmallInstance.random(seed: seed)
            var budget = WorkBudget()
            let sites = try MaximalCover.solve(instance, count: 8, &budget).sites
            var before = Int.max
            for index in sites.indices {
                let gain =
                    SmallInstance.gain(Array(sites[...index]), instance)
                    - SmallInstance.gain(Array(sites[..<index]), instance)
                #expect(gain > 0 && gain <= before, "seed \(seed)")
                before = gain
            }
        }
    }

    @Test func `with nothing to gain there is no site`() throws {
        for instance in [
            CoverInstance(reach: [], weights: []), CoverInstance(reach: [[], []], weights: []),
            CoverInstance(reach: [[], []], weights: [5]), CoverInstance(reach: [[0], [0]], weights: [0]),
        ] {
            var budget = WorkBudget()
            let answer = try MaximalCover.solve(instance, count: 3, &budget)
            #expect(answer.sites.isEmpty && answer.gained == 0 && answer.bound == 0)
        }
    }

    @Test func `whoever no longer wants the answer gets none`() {
        let reach: [[Int32]] = (0..<400).map { site in
            (0..<400).filter { (7 * $0 + site) % 13 == 0 }.map { Int32($0) }
        }
        let instance = CoverInstance(reach: reach, weights: [Int](repeating: 3, count: 400))
        var budget = WorkBudget(isCancelled: { true })
        #expect(throws: CancellationError.self) { try MaximalCover.solve(instance, count: 5, &budget) }
        budget = WorkBudget(isCancelled: { true })
        #expect(throws: CancellationError.self) { try SetCover.solve(instance, &budget) }
    }
}
