/// Greedy, then interchange, then the relaxation's bound, and where that leaves a gap, branch and bound: always the part
/// with the greatest bound is divided, so the bound of the whole falls as fast as it can. Where the budget ends the
/// search, the greatest bound of what is left stands.
struct MaximalCoverSearch {
    private var relaxation: MaximalCoverRelaxation
    private let instance: CoverInstance
    private let count: Int

    init(_ instance: CoverInstance, count: Int) {
        relaxation = MaximalCoverRelaxation(instance, count: count)
        self.instance = instance
        self.count = count
    }

    /// - Throws: `CancellationError`.
    consuming func run(_ budget: inout WorkBudget) throws -> (sites: [Int], bound: Int) {
        var incumbent = SiteSelection(for: instance)
        GreedyCover.extend(&incumbent, to: count, from: 0..<instance.siteCount, of: instance)
        try Interchange.improve(&incumbent, of: instance, &budget)
        var root = SearchNode(
            multipliers: instance.weights.map { Double($0) / 2 }, bound: instance.weights.reduce(0, +))
        try relaxation.tighten(&root, &incumbent, .root, &budget)
        var open = [root]
        while !budget.isSpent, let next = open.indices.max(by: { open[$0].bound < open[$1].bound }),
            open[next].bound > incumbent.gained
        {
            for var child in open.remove(at: next).children {
                try relaxation.tighten(&child, &incumbent, .node, &budget)
                if child.bound > incumbent.gained { open.append(child) }
            }
        }
        return (incumbent.sites, max(incumbent.gained, open.map(\.bound).max() ?? 0))
    }
}
