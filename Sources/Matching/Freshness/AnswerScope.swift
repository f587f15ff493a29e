/// What an answer was computed from: enough to tell whether a change can have made it wrong.
package struct AnswerScope: Sendable {
    package let origin: GeoPoint
    /// A centre that appears, or changes, no farther away than this may belong in the answer;
    /// infinite when the answer had room for any.
    package let reach_m: Double
    /// The centres that the answer shows.
    package let centres: [Int64]

    package init(origin: GeoPoint, reach_m: Double, centres: [Int64]) {
        self.origin = origin
        self.reach_m = reach_m
        self.centres = centres
    }

    package func canBeAffected(by change: NetworkChange) -> Bool {
        switch change {
        case .everything: true
        case .centres(let changes): changes.contains(where: canBeAffected)
        }
    }

    private func canBeAffected(by change: CentreChange) -> Bool {
        if centres.contains(change.id) { return true }
        if let box = change.box, box.contains(origin) { return true }
        return change.points.contains { isWithinReach($0) }
    }

    /// Measured on a sphere, which is up to 0.6 % off; the margin makes up for that.
    private func isWithinReach(_ point: GeoPoint) -> Bool {
        origin.sphericalDistance_m(to: point) <= reach_m * 1.01 + 10
    }
}
