/// The pincodes nearest to each pincode, worked out when first asked for and kept.
struct NearestPincodes: Sendable {
    /// The longest list that is ever asked for.
    static let most = 25

    private let pincodes: [Int32]
    private let points: [SamplePoint]
    private var known: [[Int32]?]

    init(ground: SampleGround) {
        pincodes = ground.pincodes.map(\.pincode)
        points = ground.pincodes.map(\.point)
        known = Array(repeating: nil, count: points.count)
    }

    /// The `count` (at most `most`) pincodes nearest to the one at `index`, itself first; of equally near
    /// ones the lower number. Fewer when there are no more.
    mutating func nearest(_ count: Int, to index: Int) -> [Int32] {
        if let list = known[index] { return Array(list.prefix(count)) }
        let list = search(from: points[index])
        known[index] = list
        return Array(list.prefix(count))
    }

    private func search(from origin: SamplePoint) -> [Int32] {
        let parallel = PortableMath.cos(degrees: origin.lat)
        var best: [(square: Double, pincode: Int32)] = []
        for (pincode, point) in zip(pincodes, points) {
            let (north, east) = (point.lat - origin.lat, (point.lng - origin.lng) * parallel)
            let square = north * north + east * east
            if best.count == Self.most, square >= best[best.count - 1].square { continue }
            let place = best.firstIndex { $0.square > square } ?? best.count
            best.insert((square, pincode), at: place)
            if best.count > Self.most { best.removeLast() }
        }
        return best.map(\.pincode)
    }
}
