/// What the figures have to reach, all in one place. They are for two cores that run everything:
/// server, database and load.
enum Targets {
    /// Share of pgbench's rate that a live query over HTTP reaches.
    static let live = Goal.atLeast(0.65, aim: 0.8)
    /// Share of the server's own hello that kept answers reach.
    static let kept = Goal.atLeast(0.85)
    /// Share of the rate that stays when there are ten times as many centres.
    static let growth = Goal.atLeast(0.85)
    /// Milliseconds that 95 of 100 place searches take, asked one after the other.
    static let places = Goal.below(5)
    static let errors = Goal.none
    /// How many times as long the slowest hundredth of searches may take while people sign in.
    static let signIns = Goal.below(2)
    /// The server's resident memory, in MB (a million bytes).
    static let memory = Goal.below(100)
    /// Seconds.
    static let geodataLoad = Goal.below(20)
    static let cells = Goal.below(3)
}

enum Goal: Sendable {
    /// `aim` is hoped for, not required.
    case atLeast(Double, aim: Double? = nil)
    case below(Double)
    /// Not a single one.
    case none

    func isMet(by value: Double) -> Bool {
        switch self {
        case .atLeast(let target, _): value >= target
        case .below(let target): value < target
        case .none: value == 0
        }
    }

    var description: String {
        switch self {
        case .atLeast(let target, let aim):
            "≥ \(target.formatted(decimals: 2))" + (aim.map { ", aim \($0.formatted(decimals: 2))" } ?? "")
        case .below(let target): "< \(target.formatted(decimals: 0))"
        case .none: "0"
        }
    }

    func verdict(on value: Double) -> String {
        guard isMet(by: value) else {
            switch self {
            case .atLeast(let target, _):
                return "**missed by \((100 * (1 - value / target)).formatted(decimals: 1)) %**"
            case .below(let target): return "**missed by \((100 * (value / target - 1)).formatted(decimals: 1)) %**"
            case .none: return "**missed**"
            }
        }
        if case .atLeast(_, let aim?) = self { return value >= aim ? "met, and the aim" : "met, the aim not" }
        return "met"
    }
}
