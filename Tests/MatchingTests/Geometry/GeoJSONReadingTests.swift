import Matching
import Testing

/// What is refused before a database is asked.
@Suite struct GeoJSONReadingTests {
    private func refusal(_ text: String, srid: Int? = nil) -> GeometryRefusal? {
        do {
            _ = try GeometryGate.read(Array(text.utf8), srid: srid)
            return nil
        } catch {
            return error as? GeometryRefusal
        }
    }

    private static func polygon(_ rings: String) -> String { #"{"type":"Polygon","coordinates":\#(rings)}"# }
    private static let ring = "[[79,11],[79.1,11],[79.1,11.1],[79,11]]"
    private static let square = polygon("[\(ring)]")

    @Test(arguments: [
        square, "\n { \"coordinates\" : [ \(ring) ] , \"type\" : \"Polygon\" }",
        #"{"type":"Feature","properties":{"a":[{"b":"\"}"}]},"geometry":\#(square)}"#,
        #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null},{"type":"Feature","geometry":\#(square)}]}"#,
        #"{"type":"GeometryCollection","geometries":[\#(square),\#(square)]}"#,
        #"{"type":"MultiPolygon","coordinates":[[\#(ring)]],"bbox":[1,2,3,4]}"#,
        polygon("[[[7.9e1,11.0],[79.1E0,11],[79.1,11.1],[79,11]]]"),
    ])
    func `polygons are read however they are wrapped and written`(text: String) throws {
        let given = try GeometryGate.read(Array(text.utf8))
        #expect(given.vertices == 4 || given.vertices == 8)
        #expect(given.geoJSON.contains("[[79.0,11.0],[79.1,11.0],[79.1,11.1],[79.0,11.0]]"))
    }

    @Test(arguments: [
        ("", GeometryRefusal.Kind.notJSON(byte: 0)), ("{", .notJSON(byte: 1)), (square + "x", .notJSON(byte: 74)),
        (polygon("[[[79,0x10]]]"), .notJSON(byte: 38)), (polygon("[[[79,+1]]]"), .notJSON(byte: 38)),
        ("[]", .notGeoJSON("it must be an object")), ("{}", .notGeoJSON("'type' is missing")),
        (#"{"type":"Polygon"}"#, .notGeoJSON("'coordinates' is missing")),
        (#"{"type":"Circle","coordinates":[]}"#, .notGeoJSON("'type' must name a geometry")),
        (#"{"type":"Point","coordinates":[79,11]}"#, .noPolygon(type: "Point")),
        (#"{"type":"Polygon","type":"Polygon","coordinates":[]}"#, .notGeoJSON("'type' stands there twice")),
        (polygon("[]"), .empty), (polygon("[[]]"), .empty),
        (polygon("[[[]]]"), .notGeoJSON("a position needs two coordinates")),
        (polygon(ring), .notGeoJSON("'coordinates' must be nested as its type says")),
        (polygon("[[\(ring)]]"), .notGeoJSON("'coordinates' must be nested as its type says")),
        (polygon("[[[79,11],[79.1,11],[79,11]]]"), .tooFewPositions),
        (polygon("[[[79,11],[79.1,11],[79.1,11.1],[79,11.0000001]]]"), .notClosed),
        (polygon("[[[79,11,0],[79.1,11,0],[79.1,11.1,0],[79,11,0]]]"), .hasHeights),
        (polygon("[[[79,11],[NaN,11],[79.1,11.1],[79,11]]]"), .notFinite),
        (polygon(#"[[[79,11],["-Infinity",11],[79.1,11.1],[79,11]]]"#), .notFinite),
        (polygon("[[[79,11],[1e400,11],[79.1,11.1],[79,11]]]"), .notFinite),
        (polygon("[[[79,11],[1e308,11],[79.1,11.1],[79,11]]]"), .notFinite),
        (polygon(#"[[[79,11],["79",11],[79.1,11.1],[79,11]]]"#), .notGeoJSON("a coordinate must be a number")),
        (#"{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[]}]}"#, .tooDeep),
        (
            #"{"type":"Feature","geometry":\#(square),"crs":{"properties":{"name":"urn:ogc:def:crs:OGC:1.3:Moon"}}}"#,
            .unknownSystem("urn:ogc:def:crs:OGC:1.3:Moon")
        ),
    ])
    func `what is no polygon is refused with the reason`(text: String, kind: GeometryRefusal.Kind) {
        #expect(refusal(text)?.kind == kind)
        #expect(refusal(text)?.message.hasSuffix(".") == true)
    }

    @Test func `a refusal names the part and the place`() {
        let open = "[[79,11],[79.1,11],[79.1,11.1],[79,11.1]]"
        let text = #"{"type":"MultiPolygon","coordinates":[[\#(Self.ring)],[\#(Self.ring),\#(open)]]}"#
        #expect(
            refusal(text)?.message
                == "Polygon 2, ring 2: The ring that begins at longitude 79.0, latitude 11.0 is not closed: "
                + "its last position must be its first.")
    }

    @Test func `the limits are met exactly`() throws {
        let positions = (0..<4999).map { "[79.\($0),11]" }.joined(separator: ",")
        let most = Self.polygon("[[\(positions),[79.0,11]]]")
        #expect(try GeometryGate.read(Array(most.utf8)).vertices == 5000)
        #expect(refusal(Self.polygon("[[\(positions),[79.5,11],[79.0,11]]]"))?.kind == .tooManyVertices)
        let rings = { Self.polygon("[" + Array(repeating: Self.ring, count: $0).joined(separator: ",") + "]") }
        #expect(refusal(rings(50)) == nil && refusal(rings(51))?.kind == .tooManyRings)
        let spaces = { String(repeating: " ", count: (256 << 10) - Self.square.utf8.count + $0) }
        #expect(refusal(Self.square + spaces(0)) == nil)
        #expect(refusal(Self.square + spaces(1))?.kind == .tooManyBytes)
    }

    @Test(arguments: [
        ("EPSG:32644", 32644), ("urn:ogc:def:crs:EPSG::32644", 32644), ("urn:ogc:def:crs:EPSG:9.8:4326", 4326),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
    ])
    func `the system that old GeoJSON names is followed, and held against the one given`(name: String, srid: Int) throws
    {
        let text = Array(
            #"{"type":"Polygon","crs":{"type":"name","properties":{"name":"\#(name)"}},"coordinates":[\#(Self.ring)]}"#
                .utf8)
        #expect(try GeometryGate.read(text).srid == srid)
        #expect(try GeometryGate.read(text, srid: srid).srid == srid)
        #expect(throws: GeometryRefusal(.systemsDiffer(given: 7785, named: srid))) {
            _ = try GeometryGate.read(text, srid: 7785)
        }
    }
}
