/// Large neighbourhood search (Shaw 1998): a few chosen sites that lie together are given up, and what they alone
/// covered is covered anew with as few as can be found. Round the map until a whole round saves none; as many as before
/// but others are taken too, since the next round may then save one.
struct Neighbourhoods {
    let instance: CoverInstance
    /// How many sites are given up at a time.
    let size: Int

    /// Takes sites out of `chosen`, which covers every point and goes on doing so.
    ///
    /// - Throws: `CancellationError`.
    func improve(_ chosen: inout [Int], atLeast bound: Int, _ budget: inout WorkBudget) throws {
        var centre = 0
        var sinceSaving = 0
        while sinceSaving < chosen.count, chosen.count > bound, !budget.isSpent {
            centre = (centre + 1) % chosen.count
            sinceSaving += 1
            let group = neighbours(of: chosen[centre], among: chosen)
            let fewer = try covering(whatOnly: group, covers: chosen, &budget)
            guard fewer.count <= group.count else { continue }
            if fewer.count < group.count { sinceSaving = 0 }
            chosen = chosen.filter { !group.contains($0) } + fewer
        }
    }

    /// The site and those of `chosen` nearest to it, counted in steps from site to point to site.
    private func neighbours(of site: Int, among chosen: [Int]) -> Set<Int> {
        let isChosen = Set(chosen)
        var group: Set<Int> = [site]
        var seen = [Bool](repeating: false, count: instance.siteCount)
        seen[site] = true
        var ring = [site]
        while !ring.isEmpty {
            var next: [Int] = []
            for site in ring {
                for point in instance.points(of: site) {
                    for other in instance.sites(reaching: Int(point)) where !seen[Int(other)] {
                        seen[Int(other)] = true
                        next.append(Int(other))
                        if isChosen.contains(Int(other)) { group.insert(Int(other)) }
                        if group.count == size { return group }
                    }
                }
            }
            ring = next
        }
        return group
    }

    private func covering(
        whatOnly group: Set<Int>, covers chosen: [Int], _ budget: inout WorkBudget
    ) throws -> [Int] {
        let others = SiteSelection(chosen.filter { !group.contains($0) }, of: instance)
        let part = CoverReduction(
            instance, keeping: Array(0..<instance.siteCount), leavingOut: others.covers.map { $0 > 0 })
        try budget.spend(instance.pairCount)
        let found = try budget.withPart(5_000_000) { try SetCover.solve(part.instance, &$0, .neighbourhood) }
        return found.sites.map { part.sites[$0] }
    }
}
