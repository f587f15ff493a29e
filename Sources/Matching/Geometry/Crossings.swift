/// How much the edges of a geometry cross one another. Each crossing becomes a vertex where polygons are united or
/// repaired, so that a few kilobytes of zigzag could cost gigabytes.
enum Crossings {
    private struct Edge {
        let x1, y1, x2, y2: Double
        var minX: Double { min(x1, x2) }
        var maxX: Double { max(x1, x2) }
        var minY: Double { min(y1, y2) }
        var maxY: Double { max(y1, y2) }
    }

    /// How many pairs of edges cross or overlap, corners shared aside; nil for more than `limit`. At worst, when all
    /// edges lie above one another, every pair is looked at: 12 million for 5,000.
    static func count(in geometry: GivenGeometry, upTo limit: Int) -> Int? {
        let edges = edges(of: geometry).sorted { $0.minX < $1.minX }
        var crossings = 0
        for (index, edge) in edges.enumerated() {
            let (maxX, minY, maxY) = (edge.maxX, edge.minY, edge.maxY)
            for other in edges[(index + 1)...] {
                if other.minX > maxX { break }
                guard other.minY <= maxY, other.maxY >= minY, cross(edge, other) else { continue }
                crossings += 1
                if crossings > limit { return nil }
            }
        }
        return crossings
    }

    private static func edges(of geometry: GivenGeometry) -> [Edge] {
        var edges: [Edge] = []
        edges.reserveCapacity(geometry.vertices)
        for polygon in geometry.polygons {
            for ring in polygon.rings {
                let c = ring.coordinates
                for i in stride(from: 0, to: c.count - 2, by: 2) {
                    edges.append(Edge(x1: c[i], y1: c[i + 1], x2: c[i + 2], y2: c[i + 3]))
                }
            }
        }
        return edges
    }

    private static func cross(_ a: Edge, _ b: Edge) -> Bool {
        let shared = (a.x1 == b.x2 && a.y1 == b.y2) || (a.x2 == b.x1 && a.y2 == b.y1)
        return !shared && side(a, b.x1, b.y1) * side(a, b.x2, b.y2) <= 0
            && side(b, a.x1, a.y1) * side(b, a.x2, a.y2) <= 0
    }

    /// On which side of the edge the point lies: 1, 0, -1.
    private static func side(_ edge: Edge, _ x: Double, _ y: Double) -> Double {
        let area = (edge.x2 - edge.x1) * (y - edge.y1) - (edge.y2 - edge.y1) * (x - edge.x1)
        return area > 0 ? 1 : area < 0 ? -1 : 0
    }
}
