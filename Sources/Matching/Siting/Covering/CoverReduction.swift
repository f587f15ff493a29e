/// A smaller instance, and what its sites are in the one it came from.
struct CoverReduction {
    let instance: CoverInstance
    /// For each of its sites the number in the original.
    let sites: [Int]

    /// Keeps these `sites` (ascending) and leaves out points that are settled and points that no kept site reaches.
    /// Points that the same kept sites reach become one, which weighs as much as they do together.
    init(_ original: CoverInstance, keeping sites: [Int], leavingOut isSettled: [Bool]) {
        self.sites = sites
        var number = [Int32](repeating: -1, count: original.siteCount)
        for (index, site) in sites.enumerated() { number[site] = Int32(index) }
        var weights: [Int] = []
        var merged: [[Int32]: Int] = [:]
        var reach = [[Int32]](repeating: [], count: sites.count)
        for point in 0..<original.pointCount where !isSettled[point] {
            let reaching = original.sites(reaching: point).compactMap { number[Int($0)] < 0 ? nil : number[Int($0)] }
            if reaching.isEmpty { continue }
            if let known = merged[reaching] {
                weights[known] += original.weights[point]
                continue
            }
            merged[reaching] = weights.count
            for site in reaching { reach[Int(site)].append(Int32(weights.count)) }
            weights.append(original.weights[point])
        }
        instance = CoverInstance(reach: reach, weights: weights)
    }
}

extension CoverInstance {
    /// Without the sites all of whose points another site reaches too. Of sites that reach the same points the first
    /// stays; sites that reach nothing go. Ascending.
    ///
    /// - Throws: `CancellationError`.
    func undominatedSites(_ budget: inout WorkBudget) throws -> [Int] {
        var isReached = [Bool](repeating: false, count: pointCount)
        return try (0..<siteCount).filter { site in
            let points = points(of: site)
            // Whoever dominates it reaches this point too.
            guard let rarest = points.min(by: { sites(reaching: Int($0)).count < sites(reaching: Int($1)).count })
            else { return false }
            for point in points { isReached[Int(point)] = true }
            defer { for point in points { isReached[Int(point)] = false } }
            for other in sites(reaching: Int(rarest)) where Int(other) != site {
                let others = self.points(of: Int(other))
                guard others.count > points.count || (others.count == points.count && other < site) else { continue }
                try budget.spend(others.count)
                if others.count(where: { isReached[Int($0)] }) == points.count { return false }
            }
            return true
        }
    }
}
