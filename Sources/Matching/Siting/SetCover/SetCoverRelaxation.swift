/// The Lagrangian relaxation of set covering (Caprara, Fischetti and Toth 1999): each point offers a price for being
/// covered, and a site is taken if the prices of its points come to more than the 1 that it costs. The value is never
/// above the least number of sites; the subgradient method raises it, and the prices guide a greedy choice.
struct SetCoverRelaxation {
    struct Effort {
        let iterations: Int
        let patience: Int

        static let root = Effort(iterations: 1500, patience: 30)
        static let node = Effort(iterations: 60, patience: 12)
    }

    let instance: CoverInstance

    // Of the node in hand:
    private(set) var freeSites: [Int32] = []
    private(set) var openPoints: [Int32] = []
    private(set) var prices: [Double] = []
    /// For each site 1 less the prices of its points.
    private(set) var costs: [Double] = []
    private var base = 0
    private var covers: [Int32]

    init(_ instance: CoverInstance) {
        self.instance = instance
        covers = [Int32](repeating: 0, count: instance.pointCount)
    }

    /// To begin with: what no site's points exceed together.
    var firstPrices: [Double] {
        (0..<instance.pointCount).map { point in
            instance.sites(reaching: point).map { 1 / Double(instance.points(of: Int($0)).count) }.min() ?? 0
        }
    }

    /// As `MaximalCoverRelaxation.tighten`, with the least in place of the most. The bound of a node whose free sites
    /// don't reach every point becomes `Int.max`.
    ///
    /// - Throws: `CancellationError`.
    mutating func tighten(
        _ node: inout SearchNode, _ incumbent: inout [Int], _ effort: Effort, _ budget: inout WorkBudget
    ) throws {
        node.branchSite = nil
        guard enter(node) else { return node.bound = .max }
        try ascend(&node, &incumbent, effort, &budget)
        restore(node.multipliers)
        let value = value()
        node.bound = max(node.bound, Self.whole(value))
        if node.bound < incumbent.count { decide(&node, value, incumbent.count) }
    }

    /// The number of sites is whole; the margin is for rounding.
    private static func whole(_ value: Double) -> Int { Int((value - 1e-6).rounded(.up)) }

    /// Leaves the prices with the greatest value in the node.
    private mutating func ascend(
        _ node: inout SearchNode, _ incumbent: inout [Int], _ effort: Effort, _ budget: inout WorkBudget
    ) throws {
        var greatest = -Double.infinity
        var length = StepLength(from: 1, patience: effort.patience, least: 0.005)
        for iteration in 0..<effort.iterations {
            try budget.spend(openPoints.count + freeSites.count + instance.pairCount / 2)
            if budget.isSpent && iteration > 0 { return }
            let value = value()
            let progress = value > greatest + 1e-3
            if value > greatest {
                greatest = value
                node.multipliers = prices
            }
            if iteration % 10 == 0, let found = try construct(node, fewerThan: incumbent.count, &budget) {
                incumbent = found
            }
            _ = length.note(progress: progress)
            let norm = countCovers()
            if Self.whole(greatest) >= incumbent.count || norm == 0 || length.isExhausted { return }
            step(length.factor * max(Double(incumbent.count) - value, 0.5) / norm)
        }
    }

    // MARK: - The node in hand

    /// - Returns: Whether every point can still be covered.
    private mutating func enter(_ node: SearchNode) -> Bool {
        var isFree = [Bool](repeating: true, count: instance.siteCount)
        var isCovered = [Bool](repeating: false, count: instance.pointCount)
        for site in node.excluded { isFree[Int(site)] = false }
        for site in node.chosen {
            isFree[Int(site)] = false
            for point in instance.points(of: Int(site)) { isCovered[Int(point)] = true }
        }
        base = node.chosen.count
        freeSites = (0..<Int32(instance.siteCount)).filter { isFree[Int($0)] }
        openPoints = (0..<Int32(instance.pointCount)).filter { !isCovered[Int($0)] }
        restore(node.multipliers)
        return openPoints.allSatisfy { instance.sites(reaching: Int($0)).contains { isFree[Int($0)] } }
    }

    private mutating func restore(_ prices: [Double]) {
        self.prices = prices
        costs = [Double](repeating: 1, count: instance.siteCount)
        for point in openPoints {
            for site in instance.sites(reaching: Int(point)) { costs[Int(site)] -= prices[Int(point)] }
        }
    }

    private func value() -> Double {
        var value = Double(base)
        for point in openPoints { value += prices[Int(point)] }
        for site in freeSites { value += min(0, costs[Int(site)]) }
        return value
    }

    // MARK: - One iteration

    /// - Returns: The square of the length of the direction in which `step` goes.
    private mutating func countCovers() -> Double {
        for point in openPoints { covers[Int(point)] = 0 }
        for site in freeSites where costs[Int(site)] < 0 {
            for point in instance.points(of: Int(site)) { covers[Int(point)] += 1 }
        }
        var norm = 0.0
        for point in openPoints where covers[Int(point)] != 1 && (covers[Int(point)] == 0 || prices[Int(point)] > 0) {
            norm += Double((covers[Int(point)] - 1) * (covers[Int(point)] - 1))
        }
        return norm
    }

    private mutating func step(_ length: Double) {
        for point in openPoints where covers[Int(point)] != 1 {
            let old = prices[Int(point)]
            let new = max(old - length * Double(covers[Int(point)] - 1), 0)
            guard new != old else { continue }
            prices[Int(point)] = new
            for site in instance.sites(reaching: Int(point)) { costs[Int(site)] -= new - old }
        }
    }

    /// By reduced costs: what the value would be with the other decision about a site.
    private func decide(_ node: inout SearchNode, _ value: Double, _ incumbent: Int) {
        var least = Double.infinity
        for site in freeSites {
            let cost = costs[Int(site)]
            if Self.whole(value + abs(cost)) >= incumbent {
                if cost > 0 { node.excluded.append(site) } else { node.chosen.append(site) }
            } else if abs(cost) < least {
                least = abs(cost)
                node.branchSite = site
            }
        }
    }
}
