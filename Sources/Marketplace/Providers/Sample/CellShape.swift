/// A (multi)polygon in degrees that answers "is this point inside".
struct CellShape: Sendable, Equatable {
    /// Longitude, latitude, longitude, ... of all rings, one after the other.
    private var coordinates: [Double] = []
    /// Where each ring ends in `coordinates`.
    private var ringEnds: [Int] = []
    private var west = Double.infinity
    private var east = -Double.infinity
    private var south = Double.infinity
    private var north = -Double.infinity

    var isEmpty: Bool { ringEnds.isEmpty }

    /// Adds an outer ring or a hole, as closed list of longitude, latitude, longitude, ...
    mutating func append(ring: [Double]) {
        coordinates += ring
        ringEnds.append(coordinates.count)
        for index in stride(from: 0, to: ring.count - 1, by: 2) {
            west = min(west, ring[index])
            east = max(east, ring[index])
            south = min(south, ring[index + 1])
            north = max(north, ring[index + 1])
        }
    }

    /// Even-odd rule over all rings, so holes and several parts need no special care.
    func contains(_ point: SamplePoint) -> Bool {
        guard west <= point.lng, point.lng <= east, south <= point.lat, point.lat <= north else { return false }
        var inside = false
        var start = 0
        for end in ringEnds {
            for next in stride(from: start + 2, to: end, by: 2) {
                let (lng, lat) = (coordinates[next - 2], coordinates[next - 1])
                let (nextLng, nextLat) = (coordinates[next], coordinates[next + 1])
                guard (lat > point.lat) != (nextLat > point.lat) else { continue }
                let crossing = lng + (point.lat - lat) / (nextLat - lat) * (nextLng - lng)
                if point.lng < crossing { inside.toggle() }
            }
            start = end
        }
        return inside
    }
}
