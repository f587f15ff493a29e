/// PCG XSL-RR 128/64 (O'Neill, 2014), seeded as the reference implementation's `pcg64_srandom`.
///
/// The stream of a seed is the same on every machine and in every release, which the standard
/// library's own generator does not promise.
package struct PCG64: RandomNumberGenerator, Sendable {
    private static let multiplier: UInt128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645
    /// The stream that the reference implementation takes when none is named.
    private static let defaultStream: UInt128 = 0xda3e_39cb_94b9_5bdb

    private var state: UInt128
    private let increment: UInt128

    /// Generators with the same seed and different streams are independent.
    package init(seed: UInt128, stream: UInt128) {
        increment = stream << 1 | 1
        state = 0
        step()
        state &+= seed
        step()
    }

    package init(seed: UInt64) {
        self.init(seed: UInt128(seed), stream: Self.defaultStream)
    }

    package mutating func next() -> UInt64 {
        step()
        let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
        let turn = UInt64(truncatingIfNeeded: state >> 122)
        return folded >> turn | folded << ((64 &- turn) & 63)
    }

    private mutating func step() {
        state = state &* Self.multiplier &+ increment
    }
}
