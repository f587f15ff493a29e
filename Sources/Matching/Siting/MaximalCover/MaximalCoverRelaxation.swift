/// The Lagrangian relaxation of maximal covering (Galvao and ReVelle 1996): the rule that a point counts only if a
/// chosen site reaches it is given up, and each point's multiplier is paid for it instead. What remains is solved by
/// looking: a point counts if its weight is above its multiplier, and the sites with the greatest sums of multipliers
/// are chosen. The value is never below the optimum, whatever the multipliers, and the subgradient method lowers it; at
/// best it reaches the bound of the linear program. The sites chosen on the way are answers too, and often good ones.
struct MaximalCoverRelaxation {
    struct Effort {
        let iterations: Int
        let step: Double
        let patience: Int

        // Measured on the state without a centre, 5-40 km: more patience at the root leaves less to search.
        static let root = Effort(iterations: 1500, step: 2, patience: 30)
        static let node = Effort(iterations: 60, step: 1, patience: 12)
    }

    private let instance: CoverInstance
    private let count: Int

    // Of the node in hand:
    private var base = 0
    private var places = 0
    private var freeSites: [Int32] = []
    private var openPoints: [Int32] = []
    private var multipliers: [Double] = []
    /// For each site the sum of its points' multipliers.
    private var sums: [Double] = []
    private var covers: [Int32]
    /// The sites with the greatest sums, the greatest first.
    private var top: [Int32] = []
    private var runnerUp = 0.0
    /// For each site how often it was among the top, of late more than before.
    private var presence: [Double] = []

    init(_ instance: CoverInstance, count: Int) {
        self.instance = instance
        self.count = count
        covers = [Int32](repeating: 0, count: instance.pointCount)
    }

    /// Lowers the node's bound, and decides those of its sites where the other decision can't lead to anything better
    /// than `incumbent`, which gives way to whatever better is found.
    ///
    /// - Throws: `CancellationError`.
    mutating func tighten(
        _ node: inout SearchNode, _ incumbent: inout SiteSelection, _ effort: Effort, _ budget: inout WorkBudget
    ) throws {
        enter(node)
        node.branchSite = nil
        guard places > 0, !freeSites.isEmpty else {
            offer(node, &incumbent)
            return node.bound = min(node.bound, base)
        }
        try descend(&node, &incumbent, effort, &budget)
        restore(node.multipliers)
        selectTop()
        let value = value()
        node.bound = min(node.bound, Self.whole(value))
        if node.bound > incumbent.gained { decide(&node, value, incumbent.gained) }
    }

    /// Weights are whole, so the optimum is; the margin is for rounding.
    private static func whole(_ value: Double) -> Int { Int(value + 1e-3) }

    /// Leaves the multipliers with the least value in the node.
    private mutating func descend(
        _ node: inout SearchNode, _ incumbent: inout SiteSelection, _ effort: Effort, _ budget: inout WorkBudget
    ) throws {
        var least = Double.infinity
        var length = StepLength(from: effort.step, patience: effort.patience, least: 0.002)
        for iteration in 0..<effort.iterations {
            try budget.spend(openPoints.count + freeSites.count + instance.pairCount / 4)
            if budget.isSpent && iteration > 0 { return }
            selectTop()
            let value = value()
            let (gained, norm) = countCovers()
            try learn(gained, iteration, node, &incumbent, &budget)
            let progress = value < least * (1 - 1e-5)
            if value < least {
                least = value
                node.multipliers = multipliers
            }
            let isShorter = length.note(progress: progress)
            if Self.whole(least) <= incumbent.gained || norm == 0 || length.isExhausted { return }
            if isShorter {
                restore(node.multipliers)
            } else {
                step(length.factor * (value - Double(incumbent.gained)) / norm)
            }
        }
    }

    // MARK: - The node in hand

    private mutating func enter(_ node: SearchNode) {
        var isFree = [Bool](repeating: true, count: instance.siteCount)
        var isCovered = [Bool](repeating: false, count: instance.pointCount)
        base = 0
        for site in node.excluded { isFree[Int(site)] = false }
        for site in node.chosen {
            isFree[Int(site)] = false
            for point in instance.points(of: Int(site)) where !isCovered[Int(point)] {
                isCovered[Int(point)] = true
                base += instance.weights[Int(point)]
            }
        }
        places = count - node.chosen.count
        freeSites = (0..<Int32(instance.siteCount)).filter { isFree[Int($0)] }
        openPoints = (0..<Int32(instance.pointCount)).filter { point in
            !isCovered[Int(point)] && instance.sites(reaching: Int(point)).contains { isFree[Int($0)] }
        }
        presence = [Double](repeating: 0, count: instance.siteCount)
        top = []
        restore(node.multipliers)
    }

    private mutating func restore(_ multipliers: [Double]) {
        self.multipliers = multipliers
        sums = [Double](repeating: 0, count: instance.siteCount)
        for point in openPoints {
            let multiplier = multipliers[Int(point)]
            if multiplier > 0 { for site in instance.sites(reaching: Int(point)) { sums[Int(site)] += multiplier } }
        }
    }

    // MARK: - One iteration

    private mutating func selectTop() {
        top.removeAll(keepingCapacity: true)
        runnerUp = 0
        let size = min(places, freeSites.count)
        for site in freeSites {
            presence[Int(site)] *= 0.95
            let sum = sums[Int(site)]
            if top.count == size {
                let last = sums[Int(top[size - 1])]
                runnerUp = max(runnerUp, min(sum, last))
                if sum <= last { continue }
                top.removeLast()
            }
            var position = top.count
            while position > 0, sums[Int(top[position - 1])] < sum { position -= 1 }
            top.insert(site, at: position)
        }
        for site in top { presence[Int(site)] += 0.05 }
    }

    private func value() -> Double {
        var value = Double(base)
        for point in openPoints { value += max(0, Double(instance.weights[Int(point)]) - multipliers[Int(point)]) }
        for site in top { value += sums[Int(site)] }
        return value
    }

    /// What the top sites really gain, and the square of the length of the direction in which `step` goes.
    private mutating func countCovers() -> (gained: Int, norm: Double) {
        for point in openPoints { covers[Int(point)] = 0 }
        for site in top { for point in instance.points(of: Int(site)) { covers[Int(point)] += 1 } }
        var gained = base
        var norm = 0.0
        for point in openPoints {
            let cover = covers[Int(point)]
            let weight = instance.weights[Int(point)]
            if cover > 0 { gained += weight }
            let isAtLimit = cover == 0 ? multipliers[Int(point)] >= Double(weight) : multipliers[Int(point)] <= 0
            if cover != 1 && !isAtLimit { norm += Double((cover - 1) * (cover - 1)) }
        }
        return (gained, norm)
    }

    /// Points that nobody covers become dearer, points that several cover cheaper.
    private mutating func step(_ length: Double) {
        for point in openPoints where covers[Int(point)] != 1 {
            let old = multipliers[Int(point)]
            let limit = Double(instance.weights[Int(point)])
            let new = min(max(old - length * Double(covers[Int(point)] - 1), 0), limit)
            guard new != old else { continue }
            multipliers[Int(point)] = new
            for site in instance.sites(reaching: Int(point)) { sums[Int(site)] += new - old }
        }
    }

    // MARK: - What the iterations find

    private func learn(
        _ gained: Int, _ iteration: Int, _ node: SearchNode, _ incumbent: inout SiteSelection,
        _ budget: inout WorkBudget
    ) throws {
        let isPromising = iteration % 25 == 24 && gained > incumbent.gained / 20 * 19
        guard gained > incumbent.gained || isPromising else { return }
        var found = SiteSelection((node.chosen + top).map { Int($0) }, of: instance)
        try Interchange.improve(&found, of: instance, &budget)
        if found.gained > incumbent.gained { incumbent = found }
    }

    private func offer(_ node: SearchNode, _ incumbent: inout SiteSelection) {
        let found = SiteSelection(node.chosen.map { Int($0) }, of: instance)
        if found.gained > incumbent.gained { incumbent = found }
    }

    /// By reduced costs: what the value would be with a top site left out, or another one in the last one's place.
    private func decide(_ node: inout SearchNode, _ value: Double, _ incumbent: Int) {
        guard places < freeSites.count, let last = top.last else { return chooseBranch(&node, among: freeSites) }
        var isTop = [Bool](repeating: false, count: instance.siteCount)
        for site in top { isTop[Int(site)] = true }
        var undecided: [Int32] = []
        for site in freeSites {
            let sum = sums[Int(site)]
            let otherwise = isTop[Int(site)] ? value - sum + runnerUp : value - sums[Int(last)] + sum
            if Self.whole(otherwise) > incumbent {
                undecided.append(site)
            } else if isTop[Int(site)] {
                node.chosen.append(site)
            } else {
                node.excluded.append(site)
            }
        }
        chooseBranch(&node, among: undecided)
    }

    private func chooseBranch(_ node: inout SearchNode, among sites: [Int32]) {
        node.branchSite = sites.min { abs(presence[Int($0)] - 0.5) < abs(presence[Int($1)] - 0.5) }
    }
}
