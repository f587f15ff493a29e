/// Divides amounts so that nothing is lost and nothing is added.
enum Shares {
    /// The amount, divided in proportion to the weights: the shares add up to it, and none is above its weight as long
    /// as the amount is not above their sum.
    ///
    /// - Parameters:
    ///   - amount: Zero or more; zero where the weights are.
    ///   - weights: None below zero.
    static func divide(_ amount: Int64, over weights: [Int64]) -> [Int64] {
        let sum = weights.reduce(0 as Int128) { $0 + Int128($1) }
        guard sum > 0 else { return weights.map { _ in 0 } }
        var passed: Int128 = 0
        var given: Int64 = 0
        return weights.map { weight in
            passed += Int128(weight)
            // What all so far get, rounded down: the last one gets what is left.
            let upToHere = Int64(Int128(amount) * passed / sum)
            defer { given = upToHere }
            return upToHere - given
        }
    }

    /// `amount * part / whole`, half a paisa rounded up.
    static func round(_ amount: Int64, times part: Int64, over whole: Int64) -> Int64 {
        Int64((2 * Int128(amount) * Int128(part) + Int128(whole)) / (2 * Int128(whole)))
    }
}
