/// Polygons as somebody gave them: read and counted, not yet judged. Coordinates are in the system `srid`, x first.
package struct GivenGeometry: Sendable, Equatable {
    /// Closed; x and y by turns.
    struct Ring: Sendable, Equatable {
        var coordinates: [Double] = []

        var count: Int { coordinates.count / 2 }
        var first: (x: Double, y: Double) { (coordinates[0], coordinates[1]) }
        var last: (x: Double, y: Double) { (coordinates[coordinates.count - 2], coordinates[coordinates.count - 1]) }
        var isClosed: Bool { first == last }
    }

    /// The outer ring and its holes.
    struct Polygon: Sendable, Equatable {
        var rings: [Ring] = []
    }

    /// What a feature or a member of a collection is; pieces are united, while the polygons of one piece must not
    /// overlap.
    struct Piece: Sendable, Equatable {
        /// As "feature 3"; nil when the geometry is one piece.
        var name: String?
        var polygons: [Polygon] = []
    }

    package internal(set) var srid: Int
    var pieces: [Piece]

    package var vertices: Int { polygons.reduce(0) { $0 + $1.rings.reduce(0) { $0 + $1.count } } }
    var polygons: [Polygon] { pieces.flatMap(\.polygons) }
}
