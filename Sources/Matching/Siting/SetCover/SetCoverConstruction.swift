extension SetCoverRelaxation {
    /// A whole choice that the prices suggest: always the site whose cost for each point that is still open is least;
    /// in the end what has become superfluous goes. Nil when that takes no fewer sites than `limit`.
    ///
    /// - Throws: `CancellationError`.
    func construct(_ node: SearchNode, fewerThan limit: Int, _ budget: inout WorkBudget) throws -> [Int]? {
        var selection = SiteSelection(node.chosen.map { Int($0) }, of: instance)
        var costs = costs
        var openCounts = [Int32](repeating: 0, count: instance.siteCount)
        for point in openPoints { for site in instance.sites(reaching: Int(point)) { openCounts[Int(site)] += 1 } }
        var left = openPoints.count
        // A few too many may yet turn out superfluous.
        while left > 0, selection.sites.count < limit + 5 {
            try budget.spend(freeSites.count)
            guard let best = cheapest(costs, openCounts) else { return nil }
            for point in instance.points(of: best) where selection.covers[Int(point)] == 0 {
                left -= 1
                for site in instance.sites(reaching: Int(point)) {
                    openCounts[Int(site)] -= 1
                    costs[Int(site)] += prices[Int(point)]
                }
            }
            selection.add(best, of: instance)
        }
        try budget.spend(instance.pairCount)
        guard left == 0 else { return nil }
        selection.removeSuperfluous(of: instance)
        return selection.sites.count < limit ? selection.sites : nil
    }

    private func cheapest(_ costs: [Double], _ openCounts: [Int32]) -> Int? {
        var best: Int?
        var least = Double.infinity
        for site in freeSites where openCounts[Int(site)] > 0 {
            let (cost, count) = (costs[Int(site)], Double(openCounts[Int(site)]))
            let score = cost > 0 ? cost / count : cost * count
            if score < least {
                least = score
                best = Int(site)
            }
        }
        return best
    }
}
