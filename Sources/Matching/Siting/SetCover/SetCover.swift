/// Set covering (Toregas, Swain, ReVelle and Bergman 1971): the fewest sites that reach every point.
package struct SetCover: Sendable, Equatable {
    /// Ascending.
    package let sites: [Int]
    /// Proven: no fewer sites are enough.
    package let bound: Int

    /// Every point must be reached by some site; weights don't matter.
    ///
    /// - Throws: `CancellationError`.
    package static func solve(_ instance: CoverInstance, _ budget: inout WorkBudget) throws -> SetCover {
        try solve(instance.unweighted, &budget, .whole)
    }

    /// What is certain is decided first, then each part that is left by itself.
    static func solve(
        _ instance: CoverInstance, _ budget: inout WorkBudget, _ effort: SetCoverSearch.Effort
    ) throws -> SetCover {
        var core = SetCoverCore(instance)
        try core.reduce(&budget)
        var sites = core.chosen
        var bound = sites.count
        let parts = core.parts()
        for (index, part) in parts.enumerated() {
            let share = budget.rest / (parts.count - index)
            let found = try budget.withPart(share) { try SetCoverSearch(part.instance).run(effort, &$0) }
            sites += found.sites.map { core.sites[part.sites[$0]] }
            bound += found.bound
        }
        return SetCover(sites: sites.sorted(), bound: bound)
    }
}
