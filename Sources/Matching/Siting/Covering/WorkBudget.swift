/// How much a solver may still do. Work is counted, not timed, so that the same question gets the same answer on
/// every machine; the clock only guards against a machine that is far too slow.
package struct WorkBudget {
    /// A choice of 10 sites among the state's pincodes needs a hundredth to a tenth of it; all of it takes a processor
    /// half a second to a second.
    package static let standard = 250_000_000

    private let isCancelled: @Sendable () -> Bool
    private let deadline: ContinuousClock.Instant
    private var left: Int
    private(set) var spent = 0
    private var untilLook = 0
    /// About a millisecond.
    private static let lookEvery = 500_000

    /// - Parameters:
    ///   - work: In visits of a pair of a site and a point that it reaches.
    ///   - time: After which it counts as used up.
    ///   - isCancelled: Whether nobody wants the answer any more.
    package init(
        work: Int = standard, time: Duration = .seconds(10), isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        left = work
        deadline = .now + time
        self.isCancelled = isCancelled
    }

    var isSpent: Bool { left <= 0 }

    /// - Throws: `CancellationError`.
    mutating func spend(_ work: Int) throws {
        left -= work
        spent += work
        untilLook -= work
        guard untilLook <= 0 else { return }
        untilLook = Self.lookEvery
        if isCancelled() { throw CancellationError() }
        if ContinuousClock.now > deadline { left = 0 }
    }

    /// Gives `body` a budget of its own for a part of the work, and counts here what it used.
    mutating func withPart<Result>(_ work: Int, _ body: (inout WorkBudget) throws -> Result) throws -> Result {
        var part = self
        part.left = min(left, work)
        part.spent = 0
        let result = try body(&part)
        try spend(part.spent)
        return result
    }

    /// What is left, for taking a share of it.
    var rest: Int { max(0, left) }
}
