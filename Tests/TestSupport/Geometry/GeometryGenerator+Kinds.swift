import Matching

extension GeometryGenerator {
    typealias Kind = @Sendable (inout GeometryGenerator) -> GeneratedGeometry

    static let rightKinds: [Kind] = [
        { $0.star() }, { $0.withHoles() }, { $0.inParts() }, { $0.overlappingFeatures() }, { $0.inUTM() },
        { $0.inWebMercator() }, { $0.kml() },
    ]

    static let crossingKinds: [Kind] = [
        { $0.bowTie() }, { $0.withoutArea() }, { $0.spike() }, { $0.holeOutside() }, { $0.holeInAHole() },
        { $0.overlappingParts() }, { $0.scribble() }, { $0.zigzag() },
    ]

    static let misplacedKinds: [Kind] = [
        { $0.swappedAxes() }, { $0.antimeridian() }, { $0.pole() }, { $0.farAway() }, { $0.beyondTheBorder() },
        { $0.tooLarge() }, { $0.oddSystem() },
    ]

    private mutating func star() -> GeneratedGeometry {
        return json("star", .accepted, polygon([star()]))
    }

    private mutating func withHoles() -> GeneratedGeometry {
        let centre = centre()
        let outer = circle(around: centre, radius: 0.2, corners: integer(12...100))
        let holes = (0..<integer(1...10)).map { index in
            circle(around: (centre.x - 0.1 + 0.02 * Double(index), centre.y), radius: 0.008, corners: 8)
        }
        return json("with holes", .accepted, polygon([outer] + holes))
    }

    private mutating func inParts() -> GeneratedGeometry {
        let centre = centre()
        let parts = (0..<integer(2...20)).map { index in
            [star(around: (centre.x, centre.y - 0.5 + 0.05 * Double(index)), radius: 0.02, corners: 9)]
        }
        return json("in parts", .accepted, multiPolygon(parts))
    }

    private mutating func overlappingFeatures() -> GeneratedGeometry {
        let centre = centre()
        let shapes = (0..<integer(2...8)).map { _ in
            let near = (centre.x + number(-0.1...0.1), centre.y + number(-0.1...0.1))
            return polygon([star(around: near, radius: 0.1, corners: 12)])
        }
        return json("overlapping features", .accepted, features(shapes))
    }

    private mutating func inUTM() -> GeneratedGeometry {
        let ring = star(around: (200_000, 1_200_000), radius: 30_000, corners: 40)
        return json("in UTM", .accepted, polygon([ring]), srid: 32644)
    }

    private mutating func inWebMercator() -> GeneratedGeometry {
        let ring = star(around: (8_720_000, 1_230_000), radius: 30_000, corners: 40)
        return json("in web Mercator", .accepted, polygon([ring]), srid: 3857)
    }

    private mutating func kml() -> GeneratedGeometry {
        let kml = kml([star(), star()])
        return GeneratedGeometry(kind: "KML", outcome: .accepted, bytes: Array(kml.utf8), file: .kml)
    }

    private mutating func bowTie() -> GeneratedGeometry {
        let (x, y) = centre()
        let size = number(0.001...0.3)
        let ring: [Corner] = [(x, y), (x + size, y + size), (x + size, y), (x, y + size), (x, y)]
        return json("bow-tie", .refused, polygon([ring]))
    }

    private mutating func withoutArea() -> GeneratedGeometry {
        let (x, y) = centre()
        let step = number(0.001...0.1)
        let ring: [Corner] = [(x, y), (x + step, y), (x + 2 * step, y), (x, y)]
        return json("without area", .refused, polygon([ring]))
    }

    private mutating func spike() -> GeneratedGeometry {
        let square = square(centre(), 0.1)
        let spike = (square[1].x + number(0.01...0.3), square[1].y)
        let ring = [square[0], square[1], spike] + square[1...]
        return json("spike", .refused, polygon([ring]))
    }

    private mutating func holeOutside() -> GeneratedGeometry {
        let outer = square(centre(), 0.1)
        let hole = square((outer[0].x + 0.2, outer[0].y), 0.05)
        return json("hole outside", .refused, polygon([outer, hole]))
    }

    private mutating func holeInAHole() -> GeneratedGeometry {
        let outer = square(centre(), 0.3)
        let first = square((outer[0].x + 0.05, outer[0].y + 0.05), 0.2)
        let second = square((outer[0].x + 0.1, outer[0].y + 0.1), 0.1)
        return json("hole in a hole", .refused, polygon([outer, first, second]))
    }

    private mutating func overlappingParts() -> GeneratedGeometry {
        let first = square(centre(), 0.2)
        let second = square((first[0].x + 0.1, first[0].y + 0.1), 0.2)
        return json("overlapping parts", .refused, multiPolygon([[first], [second]]))
    }

    private mutating func scribble() -> GeneratedGeometry {
        let (x, y) = centre()
        let ring = (0..<integer(50...4900)).map { _ -> Corner in
            (x + number(0...0.3), y + number(0...0.3))
        }
        return json("scribble", .refused, polygon([ring + [ring[0]]]))
    }

    private mutating func zigzag() -> GeneratedGeometry {
        let count = integer(10...4900)
        let (x, y) = centre()
        let ring = (0..<count).map { index -> Corner in
            (x + 0.3 * Double(index) / Double(count), y + 0.3 * Double(index % 2))
        }
        return json("zigzag", .refused, polygon([ring + [(x, y + 0.15), ring[0]]]))
    }

    private mutating func swappedAxes() -> GeneratedGeometry {
        let ring = star().map { (x: $0.y, y: $0.x) }
        return json("swapped axes", .refused, polygon([ring]))
    }

    private mutating func antimeridian() -> GeneratedGeometry {
        let ring: [Corner] = [(179, 10), (-179, 10), (-179, 11), (179, 11), (179, 10)]
        return json("antimeridian", .refused, polygon([ring]))
    }

    private mutating func pole() -> GeneratedGeometry {
        let pole = integer(0...1) == 0 ? 90.0 : -90
        let ring: [Corner] = [(-180, pole), (0, pole * 0.99), (180, pole), (-180, pole)]
        let srid = [4326, 32644, 3857, 4978, 3031][integer(0...4)]
        return json("pole", .refused, polygon([ring]), srid: srid)
    }

    private mutating func farAway() -> GeneratedGeometry {
        let ring = square((number(-180...180), number(-90...5)), 0.5)
        return json("far away", .refused, polygon([ring]))
    }

    private mutating func beyondTheBorder() -> GeneratedGeometry {
        let ring = star().map { (x: $0.x - 78 + 74, y: $0.y) }
        return json("beyond the border", .refused, polygon([ring]))
    }

    private mutating func tooLarge() -> GeneratedGeometry {
        let ring = circle(around: (78.4, 10.9), radius: number(0.8...1.5), corners: 60)
        return json("too large", .refused, polygon([ring]))
    }

    private mutating func oddSystem() -> GeneratedGeometry {
        let srid = [1, 2, 99_999, 999_999, 32_643, 4978, 5773, 7030, 900_914, 998_999][integer(0...9)]
        return json("odd system", .refused, polygon([star()]), srid: srid)
    }
}
