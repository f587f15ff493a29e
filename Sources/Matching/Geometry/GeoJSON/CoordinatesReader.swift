/// Reads the `coordinates` of polygons, counts them over the whole geometry and stops when they are too many.
struct CoordinatesReader {
    let isLngLat: Bool
    /// Instead of refusing an unclosed ring or heights, closes it and leaves them out, and notes that here.
    var mends: Set<GeometryMend>?
    private var vertices = 0
    private var rings = 0
    private var part: [String] = []

    init(isLngLat: Bool, mends: Bool = false) {
        self.isLngLat = isLngLat
        self.mends = mends ? [] : nil
    }

    /// What is read within `body` is called `name` in refusals; nil leaves it unnamed.
    mutating func within<Result>(
        _ name: String?, _ body: (inout CoordinatesReader) throws -> Result
    ) rethrows -> Result {
        guard let name else { return try body(&self) }
        part.append(name)
        defer { part.removeLast() }
        return try body(&self)
    }

    mutating func multiPolygon(_ cursor: inout JSONCursor) throws -> [GivenGeometry.Polygon] {
        var polygons: [GivenGeometry.Polygon] = []
        try list(&cursor) { cursor, index in
            polygons.append(try within("polygon \(index + 1)") { try $0.polygon(&cursor) })
        }
        return polygons
    }

    mutating func polygon(_ cursor: inout JSONCursor) throws -> GivenGeometry.Polygon {
        var polygon = GivenGeometry.Polygon()
        try list(&cursor) { cursor, index in
            let ring = try within(index == 0 ? nil : "ring \(index + 1)") { try $0.ring(&cursor) }
            polygon.rings.append(ring)
        }
        guard !polygon.rings.isEmpty else { throw refusal(.empty) }
        return polygon
    }

    private mutating func ring(_ cursor: inout JSONCursor) throws -> GivenGeometry.Ring {
        var ring = GivenGeometry.Ring()
        try list(&cursor) { cursor, _ in try position(&cursor, &ring) }
        try finish(&ring)
        return ring
    }

    /// To be called with every ring, also of other formats.
    mutating func finish(_ ring: inout GivenGeometry.Ring) throws {
        rings += 1
        guard rings <= GeometryLimits.rings else { throw GeometryRefusal(.tooManyRings) }
        guard ring.count > 0 else { throw refusal(.empty) }
        if !ring.isClosed {
            guard mends?.insert(.ringsClosed) != nil else { throw refusal(.notClosed, at: ring.first) }
            try append(ring.first.x, ring.first.y, to: &ring)
        }
        guard ring.count >= 4 else { throw refusal(.tooFewPositions, at: ring.first) }
    }

    /// To be called with every position, also of other formats.
    mutating func append(_ x: Double, _ y: Double, to ring: inout GivenGeometry.Ring) throws {
        // No system reaches that far, and arithmetic further on would overflow.
        guard abs(x) <= 1e12, abs(y) <= 1e12 else { throw refusal(.notFinite, after: ring) }
        vertices += 1
        guard vertices <= GeometryLimits.vertices else { throw GeometryRefusal(.tooManyVertices) }
        ring.coordinates.append(x)
        ring.coordinates.append(y)
    }

    private mutating func position(_ cursor: inout JSONCursor, _ ring: inout GivenGeometry.Ring) throws {
        var x = 0.0
        var y = 0.0
        var count = 0
        try list(&cursor) { cursor, index in
            let number = try number(&cursor, after: ring)
            if index == 0 { x = number } else if index == 1 { y = number }
            count = index + 1
        }
        guard count >= 2 else { throw refusal(.notGeoJSON("a position needs two coordinates"), after: ring) }
        if count > 2 {
            let place = abs(x) <= 1e12 && abs(y) <= 1e12 ? (x: x, y: y) : nil
            guard mends?.insert(.heightsLeftOut) != nil else { throw refusal(.hasHeights, at: place) }
        }
        try append(x, y, to: &ring)
    }

    private func list(_ cursor: inout JSONCursor, _ body: (inout JSONCursor, Int) throws -> Void) throws {
        guard cursor.peek() == UInt8(ascii: "[") else {
            throw refusal(.notGeoJSON("'coordinates' must be nested as its type says"))
        }
        try cursor.elements(body)
    }

    /// `NaN` and its like, which JSON doesn't have but programs write, bare or as text, are no syntax error.
    private func number(_ cursor: inout JSONCursor, after ring: GivenGeometry.Ring) throws -> Double {
        let offset = cursor.offset
        let isText = cursor.peek() == UInt8(ascii: "\"")
        if cursor.peek() == UInt8(ascii: "[") {
            throw refusal(.notGeoJSON("'coordinates' must be nested as its type says"))
        }
        let word = isText ? Substring(try cursor.string()) : try cursor.word()
        let number = Double(word)
        if let number, !number.isFinite { throw refusal(.notFinite, after: ring) }
        guard !isText else { throw refusal(.notGeoJSON("a coordinate must be a number"), after: ring) }
        let isDecimal = word.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard let number, isDecimal, word.utf8.first != UInt8(ascii: "+") else {
            throw GeometryRefusal(.notJSON(byte: offset))
        }
        return number
    }

    private func refusal(_ kind: GeometryRefusal.Kind, at place: (x: Double, y: Double)? = nil) -> GeometryRefusal {
        GeometryRefusal(
            kind, part: part.isEmpty ? nil : part.joined(separator: ", "),
            at: place.map { .init(x: $0.x, y: $0.y, isLngLat: isLngLat) })
    }

    /// At the last position that was right.
    private func refusal(_ kind: GeometryRefusal.Kind, after ring: GivenGeometry.Ring) -> GeometryRefusal {
        refusal(kind, at: ring.count > 0 ? ring.last : nil)
    }
}
