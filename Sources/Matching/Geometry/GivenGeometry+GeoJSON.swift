extension GivenGeometry {
    /// The polygons as GeoJSON in their own system: a MultiPolygon, or a GeometryCollection of several. What is kept of
    /// an uploaded file.
    package var geoJSON: String {
        if pieces.count == 1 { return Self.multiPolygon(pieces[0]) }
        return #"{"type":"GeometryCollection","geometries":["# + pieces.map(Self.multiPolygon).joined(separator: ",")
            + "]}"
    }

    private static func multiPolygon(_ piece: Piece) -> String {
        #"{"type":"MultiPolygon","coordinates":["# + piece.polygons.map(text).joined(separator: ",") + "]}"
    }

    private static func text(_ polygon: Polygon) -> String {
        "[" + polygon.rings.map(text).joined(separator: ",") + "]"
    }

    private static func text(_ ring: Ring) -> String {
        let positions = (0..<ring.count).map { "[\(ring.coordinates[2 * $0]),\(ring.coordinates[2 * $0 + 1])]" }
        return "[" + positions.joined(separator: ",") + "]"
    }
}
