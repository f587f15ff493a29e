/// What is left to decide when all that is certain is decided: a site that alone reaches a point is in; a site is out
/// if another reaches all that it reaches; a point need not be looked at if every site that reaches some other point
/// reaches it too. Each step makes the others possible again.
struct SetCoverCore {
    private(set) var instance: CoverInstance
    /// For each site of `instance` its number in the original.
    private(set) var sites: [Int]
    /// Sites of the original that are in.
    private(set) var chosen: [Int] = []

    init(_ original: CoverInstance) {
        instance = original
        sites = Array(0..<original.siteCount)
    }

    /// - Throws: `CancellationError`.
    mutating func reduce(_ budget: inout WorkBudget) throws {
        while instance.pointCount > 0, !budget.isSpent {
            let before = (instance.siteCount, instance.pointCount)
            var isSettled = try instance.impliedPoints(&budget)
            for point in 0..<instance.pointCount where instance.sites(reaching: point).count == 1 {
                take(Int(instance.sites(reaching: point).first!), &isSettled)
            }
            restrict(to: try instance.undominatedSites(&budget), leavingOut: isSettled)
            if (instance.siteCount, instance.pointCount) == before { return }
        }
    }

    /// The parts that have no site in common.
    func parts() -> [CoverReduction] {
        var part = [Int](repeating: -1, count: instance.siteCount)
        var groups: [[Int]] = []
        for first in 0..<instance.siteCount where part[first] < 0 {
            var group = [first]
            part[first] = groups.count
            var next = 0
            while next < group.count {
                for point in instance.points(of: group[next]) {
                    for site in instance.sites(reaching: Int(point)) where part[Int(site)] < 0 {
                        part[Int(site)] = groups.count
                        group.append(Int(site))
                    }
                }
                next += 1
            }
            groups.append(group.sorted())
        }
        let none = [Bool](repeating: false, count: instance.pointCount)
        return groups.map { CoverReduction(instance, keeping: $0, leavingOut: none) }
            .filter { $0.instance.pointCount > 0 }
    }

    private mutating func take(_ site: Int, _ isSettled: inout [Bool]) {
        guard !chosen.contains(sites[site]) else { return }
        chosen.append(sites[site])
        for point in instance.points(of: site) { isSettled[Int(point)] = true }
    }

    private mutating func restrict(to kept: [Int], leavingOut isSettled: [Bool]) {
        let reduction = CoverReduction(instance, keeping: kept, leavingOut: isSettled)
        instance = reduction.instance
        sites = reduction.sites.map { sites[$0] }
    }
}

extension CoverInstance {
    /// For each point whether it is covered in any case once all others are: another's sites all reach it too.
    fileprivate func impliedPoints(_ budget: inout WorkBudget) throws -> [Bool] {
        var isImplied = [Bool](repeating: false, count: pointCount)
        var isReaching = [Bool](repeating: false, count: siteCount)
        for point in 0..<pointCount where !isImplied[point] {
            let reaching = sites(reaching: point)
            guard let least = reaching.min(by: { points(of: Int($0)).count < points(of: Int($1)).count }) else {
                continue
            }
            for site in reaching { isReaching[Int(site)] = true }
            for other in points(of: Int(least)) where Int(other) != point && !isImplied[Int(other)] {
                let others = sites(reaching: Int(other))
                guard others.count >= reaching.count else { continue }
                try budget.spend(others.count)
                isImplied[Int(other)] = others.count(where: { isReaching[Int($0)] }) == reaching.count
            }
            for site in reaching { isReaching[Int(site)] = false }
        }
        return isImplied
    }
}
