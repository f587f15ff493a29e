/// The distributions the sample network draws from. The standard library's `random(in:using:)`
/// may change from release to release; these may not.
extension RandomNumberGenerator {
    /// A number in 0 ..< 1, a multiple of 2^-53.
    mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A whole number in 0 ..< `bound`; `bound` is above 0. Lemire's method, without bias.
    mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "nothing to choose from")
        let range = UInt64(bound)
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            let threshold = (0 &- range) % range
            while product.low < threshold {
                product = next().multipliedFullWidth(by: range)
            }
        }
        return Int(product.high)
    }

    /// True in `percent` of 100 cases.
    mutating func chance(percent: Int) -> Bool {
        below(100) < percent
    }

    /// Two independent standard normal numbers, by Marsaglia's polar method.
    mutating func gaussianPair() -> (Double, Double) {
        while true {
            let u = 2 * uniform() - 1
            let v = 2 * uniform() - 1
            let square = u * u + v * v
            guard square > 0, square < 1 else { continue }
            let scale = (-2 * PortableMath.log(square) / square).squareRoot()
            return (u * scale, v * scale)
        }
    }

    /// `median * e^(sigma z)`, z standard normal.
    mutating func logNormal(median: Double, sigma: Double) -> Double {
        median * PortableMath.exp(sigma * gaussianPair().0)
    }
}
