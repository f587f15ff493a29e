/// Draws an index with a probability proportional to its whole-numbered weight.
struct WeightedChoice: Sendable {
    private let runningTotals: [Int]

    /// Weights are 0 or more.
    init(weights: [Int]) {
        var total = 0
        runningTotals = weights.map { weight in
            precondition(weight >= 0, "a weight can't be negative")
            total += weight
            return total
        }
    }

    /// At least one weight must be above 0.
    func draw(using generator: inout some RandomNumberGenerator) -> Int {
        let ticket = generator.below(runningTotals.last ?? 0)
        var low = 0
        var high = runningTotals.count - 1
        while low < high {
            let middle = (low + high) / 2
            if runningTotals[middle] > ticket { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
