/// Reads the polygons of a KML file (OGC 07-147r2), in time and memory linear in its length.
///
/// A Placemark may hold several; all of them are united. Heights of 0 are what programs write where there is none, so
/// they are left out; others are refused.
struct KMLReader {
    private var coordinates: CoordinatesReader
    private var pieces: [GivenGeometry.Piece] = []
    private var path: [String] = []
    private var polygon: GivenGeometry.Polygon?

    /// - Parameter mends: Instead of refusing what can be put right without doubt, does so and tells what.
    /// - Throws: `GeometryRefusal`.
    static func read(
        _ bytes: [UInt8], mends: Bool = false
    ) throws -> (geometry: GivenGeometry, mends: Set<GeometryMend>) {
        guard bytes.count <= GeometryLimits.bytes else { throw GeometryRefusal(.tooManyBytes) }
        var reader = KMLReader(coordinates: CoordinatesReader(isLngLat: true, mends: mends))
        var scanner = XMLScanner(bytes)
        while let token = try scanner.next() { try reader.take(token, &scanner) }
        guard !reader.pieces.isEmpty else { throw GeometryRefusal(.empty) }
        return (GivenGeometry(srid: 4326, pieces: reader.pieces), reader.coordinates.mends ?? [])
    }

    private mutating func take(_ token: XMLScanner.Token, _ scanner: inout XMLScanner) throws {
        switch token {
        case .start(let name):
            guard !path.isEmpty || name == "kml" else { throw scanner.notKML }
            path.append(name)
            try begin(name)
        case .end(let name):
            path.removeLast()
            if name == "Polygon" { try endPolygon() }
        case .text(let text):
            guard polygon != nil, path.last == "coordinates" else { return }
            try ring(text, at: scanner)
        }
    }

    private mutating func begin(_ name: String) throws {
        switch name {
        case "Polygon":
            guard polygon == nil else { throw GeometryRefusal(.tooDeep) }
            polygon = GivenGeometry.Polygon()
        case "Point", "LineString", "Track", "MultiTrack", "Model": throw GeometryRefusal(.noPolygon(type: name))
        case "LinearRing" where polygon == nil: throw GeometryRefusal(.noPolygon(type: name))
        default: break
        }
    }

    private mutating func endPolygon() throws {
        guard let polygon, !polygon.rings.isEmpty else { throw GeometryRefusal(.empty, part: name) }
        pieces.append(.init(name: name, polygons: [polygon]))
        self.polygon = nil
    }

    private var name: String { "polygon \(pieces.count + 1)" }

    /// The outer ring may stand after the inner ones.
    private mutating func ring(_ text: Substring.UTF8View, at scanner: XMLScanner) throws {
        let isHole = path.contains("innerBoundaryIs")
        var ring = GivenGeometry.Ring()
        for position in text.split(whereSeparator: { $0 <= 0x20 }) {
            let numbers = position.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard (2...3).contains(numbers.count) else { throw scanner.notKML }
            let (x, y) = (try number(numbers[0], scanner), try number(numbers[1], scanner))
            if numbers.count == 3, try number(numbers[2], scanner) != 0,
                coordinates.mends?.insert(.heightsLeftOut) == nil
            {
                throw GeometryRefusal(.hasHeights, part: name, at: .init(x: x, y: y, isLngLat: true))
            }
            try coordinates.within(name) { try $0.append(x, y, to: &ring) }
        }
        try coordinates.within(name) { try $0.finish(&ring) }
        let index = isHole ? polygon?.rings.count ?? 0 : 0
        polygon?.rings.insert(ring, at: index)
    }

    private func number(_ text: Substring.UTF8View, _ scanner: XMLScanner) throws -> Double {
        guard text.count <= GeometryLimits.numberLength, let number = Double(Substring(text)) else {
            throw scanner.notKML
        }
        guard number.isFinite else { throw GeometryRefusal(.notFinite, part: name) }
        return number
    }
}
