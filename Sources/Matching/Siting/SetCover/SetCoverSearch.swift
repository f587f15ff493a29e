/// Greedy, then the relaxation's bound and what its prices suggest, then neighbourhoods, and where that leaves a gap,
/// branch and bound: always the part with the least bound is divided.
struct SetCoverSearch {
    enum Effort {
        case whole
        /// Of a neighbourhood, which must not begin to search neighbourhoods of its own.
        case neighbourhood
    }

    private var relaxation: SetCoverRelaxation
    private let instance: CoverInstance

    init(_ instance: CoverInstance) {
        relaxation = SetCoverRelaxation(instance)
        self.instance = instance
    }

    /// - Throws: `CancellationError`.
    consuming func run(_ effort: Effort, _ budget: inout WorkBudget) throws -> (sites: [Int], bound: Int) {
        var incumbent = greedy()
        var root = SearchNode(multipliers: relaxation.firstPrices, bound: 0)
        try relaxation.tighten(&root, &incumbent, .root, &budget)
        if effort == .whole, root.bound < incumbent.count { try searchNeighbourhoods(&incumbent, root.bound, &budget) }
        var open = [root]
        while !budget.isSpent, let next = open.indices.min(by: { open[$0].bound < open[$1].bound }),
            open[next].bound < incumbent.count
        {
            for var child in open.remove(at: next).children {
                try relaxation.tighten(&child, &incumbent, .node, &budget)
                if child.bound < incumbent.count { open.append(child) }
            }
        }
        return (incumbent, min(incumbent.count, open.map(\.bound).min() ?? .max))
    }

    private func greedy() -> [Int] {
        var selection = SiteSelection(for: instance)
        GreedyCover.extend(&selection, to: .max, from: 0..<instance.siteCount, of: instance)
        selection.removeSuperfluous(of: instance)
        return selection.sites
    }

    /// Up to half of what is left: on the state without a centre that saved 8 sites of 126 at 20 km, and branching none.
    private func searchNeighbourhoods(_ incumbent: inout [Int], _ bound: Int, _ budget: inout WorkBudget) throws {
        try budget.withPart(budget.rest / 2) { part in
            for size in [8, 12, 16, 24] {
                try Neighbourhoods(instance: instance, size: size).improve(&incumbent, atLeast: bound, &part)
            }
        }
    }
}
