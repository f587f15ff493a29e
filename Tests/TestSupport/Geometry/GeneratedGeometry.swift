import Matching

/// A geometry as somebody might send it, and what should become of it.
package struct GeneratedGeometry: Sendable {
    package enum Outcome: Sendable { case accepted, refused, either }

    package let kind: String
    package let outcome: Outcome
    package let bytes: [UInt8]
    package var srid: Int?
    /// Nil for a geometry in JSON.
    package var file: AreaFile?
}

/// Makes geometries, right ones and all sorts of wrong ones, the same from the same seed.
package struct GeometryGenerator {
    var random: SplitMix64

    package init(seed: UInt64) {
        random = SplitMix64(state: seed)
    }

    package mutating func next() -> GeneratedGeometry {
        let kinds = Self.kinds
        // Those that take a child process are one in a hundred.
        if Int.random(in: 0..<100, using: &random) == 0 { return shapefile() }
        return kinds[Int.random(in: 0..<kinds.count, using: &random)](&self)
    }

    private static let kinds: [Kind] =
        rightKinds + crossingKinds + misplacedKinds + costlyKinds + unreadableKinds

    func json(
        _ kind: String, _ outcome: GeneratedGeometry.Outcome, _ text: String, srid: Int? = nil
    ) -> GeneratedGeometry {
        GeneratedGeometry(kind: kind, outcome: outcome, bytes: Array(text.utf8), srid: srid)
    }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
    mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
