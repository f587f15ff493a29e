/// What an answer was computed from: enough to tell whether a change can have made it wrong.
package struct AnswerScope: Sendable {
    private enum Ground: Sendable {
        case around(GeoPoint, reach_m: Double)
        case whatIsCovered(in: GeoBox)
        case centres(in: GeoBox)
        case nothing
    }

    private let ground: Ground
    /// The centres that the answer shows.
    package let centres: [Int64]

    /// - Parameter reach_m: A centre that appears, or changes, no farther from `origin` than this may belong in the
    ///   answer; infinite when the answer had room for any.
    package init(origin: GeoPoint, reach_m: Double, centres: [Int64]) {
        ground = .around(origin, reach_m: reach_m)
        self.centres = centres
    }

    private init(_ ground: Ground, centres: [Int64] = []) {
        self.ground = ground
        self.centres = centres
    }

    /// An answer about what is covered in the box, and by which areas.
    package static func whatIsCovered(in box: GeoBox) -> AnswerScope { AnswerScope(.whatIsCovered(in: box)) }

    /// An answer about which centres lie in the box.
    ///
    /// - Parameter named: Those of which it tells more than where they are.
    package static func centres(in box: GeoBox, named: [Int64]) -> AnswerScope {
        AnswerScope(.centres(in: box), centres: named)
    }

    /// An answer in which no centre plays a part: only new geodata makes it wrong.
    package static let geodata = AnswerScope(.nothing)

    package func canBeAffected(by change: NetworkChange) -> Bool {
        switch change {
        case .everything: true
        case .centres(let changes): changes.contains(where: canBeAffected)
        }
    }

    private func canBeAffected(by change: CentreChange) -> Bool {
        if centres.contains(change.id) { return true }
        switch ground {
        case .around(let origin, let reach_m):
            if let box = change.box, box.contains(origin) { return true }
            return change.points.contains { Self.isWithin(reach_m, of: origin, $0) }
        case .whatIsCovered(let box): return change.box?.meets(box) ?? false
        case .centres(let box): return change.points.contains(where: box.contains)
        case .nothing: return false
        }
    }

    /// Measured on a sphere, which is up to 0.6 % off; the margin makes up for that.
    private static func isWithin(_ reach_m: Double, of origin: GeoPoint, _ point: GeoPoint) -> Bool {
        origin.sphericalDistance_m(to: point) <= reach_m * 1.01 + 10
    }
}
