/// Vertex substitution (Teitz and Bart 1968): exchanges a chosen site for another as long as that gains. All exchanges
/// are weighed in one walk over the pairs, by the way of Whitaker (1983): what the new site gains, less what the old
/// one alone covered, plus what of that the new one keeps.
enum Interchange {
    /// To a choice that no single exchange makes better.
    ///
    /// - Throws: `CancellationError`.
    static func improve(
        _ selection: inout SiteSelection, of instance: CoverInstance, _ budget: inout WorkBudget
    ) throws {
        while !budget.isSpent {
            try budget.spend(2 * instance.pairCount + instance.siteCount * selection.sites.count)
            guard let (old, new) = best(selection, instance) else { return }
            selection.remove(old, of: instance)
            selection.add(new, of: instance)
        }
    }

    private static func best(_ selection: SiteSelection, _ instance: CoverInstance) -> (old: Int, new: Int)? {
        let (owner, losses) = onlyCovers(selection, instance)
        var best: (old: Int, new: Int)?
        var profit = 0
        for site in 0..<instance.siteCount where !selection.isChosen[site] {
            var gain = 0
            var kept = [Int](repeating: 0, count: losses.count)
            for point in instance.points(of: site) {
                if selection.covers[Int(point)] == 0 {
                    gain += instance.weights[Int(point)]
                } else if owner[Int(point)] >= 0 {
                    kept[Int(owner[Int(point)])] += instance.weights[Int(point)]
                }
            }
            for index in losses.indices where gain - losses[index] + kept[index] > profit {
                profit = gain - losses[index] + kept[index]
                best = (selection.sites[index], site)
            }
        }
        return best
    }

    /// For each point that one chosen site alone covers which one that is (else -1), and what is lost without each.
    private static func onlyCovers(
        _ selection: SiteSelection, _ instance: CoverInstance
    ) -> (owner: [Int32], losses: [Int]) {
        var owner = [Int32](repeating: -1, count: instance.pointCount)
        var losses = [Int](repeating: 0, count: selection.sites.count)
        for (index, site) in selection.sites.enumerated() {
            for point in instance.points(of: site) where selection.covers[Int(point)] == 1 {
                owner[Int(point)] = Int32(index)
                losses[index] += instance.weights[Int(point)]
            }
        }
        return (owner, losses)
    }
}
