/// A part of a branch and bound search: what is decided of some sites.
struct SearchNode {
    /// Sites that are in.
    var chosen: [Int32] = []
    /// Sites that are out.
    var excluded: [Int32] = []
    /// One per point: where its relaxation's multipliers begin.
    var multipliers: [Double]
    /// Nothing in this part is better.
    var bound: Int
    /// The undecided site of which the relaxation is least sure; nil when nothing is left to decide.
    var branchSite: Int32?

    init(multipliers: [Double], bound: Int) {
        self.multipliers = multipliers
        self.bound = bound
    }

    /// The two halves; the node itself, to be looked at once more, when nothing is left to decide.
    var children: [SearchNode] {
        guard let branchSite else { return [self] }
        var (with, without) = (self, self)
        with.chosen.append(branchSite)
        without.excluded.append(branchSite)
        return [with, without]
    }
}

/// How long a subgradient method's steps are: shorter when nothing has got better for a while.
struct StepLength {
    private(set) var factor: Double
    private let patience: Int
    private let least: Double
    private var stale = 0

    init(from factor: Double, patience: Int, least: Double) {
        self.factor = factor
        self.patience = patience
        self.least = least
    }

    /// Whether it is no use to go on.
    var isExhausted: Bool { factor < least }

    /// - Returns: Whether the steps just became shorter.
    mutating func note(progress: Bool) -> Bool {
        stale = progress ? 0 : stale + 1
        guard stale >= patience else { return false }
        stale = 0
        factor /= 2
        return true
    }
}
