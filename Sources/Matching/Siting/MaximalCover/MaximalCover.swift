/// Maximal covering location (Church and ReVelle 1974): with so many new sites, the most weight covered.
package struct MaximalCover: Sendable, Equatable {
    /// Each adds most after those before it, and adds something: fewer than asked for when more would gain nothing.
    package let sites: [Int]
    package let gained: Int
    /// Proven: no choice of as many sites gains more.
    package let bound: Int

    /// - Throws: `CancellationError`.
    package static func solve(
        _ instance: CoverInstance, count: Int, _ budget: inout WorkBudget
    ) throws -> MaximalCover {
        let reduction = CoverReduction(
            instance, keeping: try instance.undominatedSites(&budget), leavingOut: instance.weights.map { $0 == 0 })
        let (sites, bound) = try MaximalCoverSearch(reduction.instance, count: count).run(&budget)
        var ranked = SiteSelection(for: instance)
        GreedyCover.extend(&ranked, to: count, from: sites.map { reduction.sites[$0] }.sorted(), of: instance)
        return MaximalCover(sites: ranked.sites, gained: ranked.gained, bound: bound)
    }
}
