/// `log`, `exp` and `cos` from the four basic operations alone.
///
/// The system's versions may differ in the last bit between libraries and processors. One bit is
/// enough to send a centre to the other side of a cell's border, and the same seed must give the
/// same network everywhere. All are right to 14 digits.
enum PortableMath {
    private static let ln2 = 0.693147180559945309417232121458

    /// Natural logarithm of a positive finite number.
    static func log(_ x: Double) -> Double {
        var exponent = Double(x.exponent)
        var fraction = x.significand
        if fraction > 1.4142135623730951 {
            fraction /= 2
            exponent += 1
        }
        // ln m = 2 (s + s^3/3 + s^5/5 + ...), s = (m - 1)/(m + 1), |s| < 0.172
        let s = (fraction - 1) / (fraction + 1)
        let square = s * s
        var sum = 0.0
        for odd in stride(from: 23, through: 1, by: -2) {
            sum = sum * square + 1 / Double(odd)
        }
        return exponent * ln2 + 2 * s * sum
    }

    /// For |x| below 700.
    static func exp(_ x: Double) -> Double {
        let power = (x / ln2).rounded()
        let rest = x - power * ln2
        var sum = 1.0
        for n in stride(from: 16, through: 1, by: -1) {
            sum = sum * rest / Double(n) + 1
        }
        return Double(sign: .plus, exponent: Int(power), significand: sum)
    }

    /// Cosine of an angle between -90 and 90 degrees.
    static func cos(degrees: Double) -> Double {
        let x = degrees * (Double.pi / 180)
        let square = x * x
        var sum = 1.0
        for n in stride(from: 24, through: 2, by: -2) {
            sum = 1 - sum * square / Double(n * (n - 1))
        }
        return sum
    }
}
