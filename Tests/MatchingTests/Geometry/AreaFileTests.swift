import Matching
import Postgres
import TestSupport
import Testing

@Suite struct AreaFileTests {
    private func refusal(
        _ file: AreaFile, _ bytes: [UInt8], srid: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> GeometryRefusal {
        let refusal = await #expect(throws: GeometryRefusal.self, sourceLocation: sourceLocation) {
            _ = try await file.read(bytes, srid: srid)
        }
        return try #require(refusal, sourceLocation: sourceLocation)
    }

    // MARK: KML

    private func kml(_ placemarks: String, before: String = "") -> [UInt8] {
        Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            \(before)<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>A &amp; B</name>\(placemarks)</Document></kml>
            """.utf8)
    }

    private func polygon(_ coordinates: String, inner: String? = nil) -> String {
        let hole = inner.map {
            "<innerBoundaryIs><LinearRing><coordinates>\($0)</coordinates></LinearRing></innerBoundaryIs>"
        }
        return """
            <Placemark><!-- drawn --><Polygon><tessellate>1</tessellate>\(hole ?? "")<outerBoundaryIs><LinearRing>
            <coordinates>\(coordinates)</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
            """
    }

    private static let square = "79,11,0 79.1,11,0 79.1,11.1,0\n79,11.1,0 79,11,0"

    @Test func `a KML polygon is read with its hole, whichever stands first`() async throws {
        let hole = "79.02,11.02 79.04,11.02 79.04,11.04 79.02,11.02"
        let given = try await AreaFile.kml.read(kml(polygon(Self.square, inner: hole)))
        #expect(given.srid == 4326)
        #expect(
            given.geoJSON
                == #"{"type":"MultiPolygon","coordinates":[[[[79.0,11.0],[79.1,11.0],[79.1,11.1],[79.0,11.1],[79.0,11.0]],"#
                + "[[79.02,11.02],[79.04,11.02],[79.04,11.04],[79.02,11.02]]]]}")
    }

    @Test func `all polygons of a KML file are united`() async throws {
        let second = "79.05,11,0 79.2,11,0 79.2,11.1,0 79.05,11.1,0 79.05,11,0"
        let given = try await AreaFile.kml.read(kml(polygon(Self.square) + polygon(second)))
        let accepted = try await withDatabase(.geodata) { try await GeometryGate.check(given, on: $0) }
        #expect(abs(accepted.area_km2 - 241.7) < 0.5)
        #expect(accepted.geoJSON.contains(#""coordinates":[[[["#) && !accepted.geoJSON.contains("]]],[[["))
    }

    @Test func `a document type is refused, and with it a bomb of entities`() async throws {
        let bomb = """
            <!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>

            """
        #expect(try await refusal(.kml, kml("<name>&b;</name>", before: bomb)).kind == .file(.doctype))
    }

    @Test(arguments: [
        (
            "<Placemark><Point><coordinates>79,11</coordinates></Point></Placemark>",
            GeometryRefusal.Kind.noPolygon(type: "Point")
        ),
        ("<Placemark><name>Nothing</name></Placemark>", .empty),
        ("<a>" + String(repeating: "<b>", count: 40), .tooDeep),
    ])
    func `KML without ground is refused`(placemarks: String, kind: GeometryRefusal.Kind) async throws {
        #expect(try await refusal(.kml, kml(placemarks)).kind == kind)
    }

    @Test func `KML coordinates are held to the same rules`() async throws {
        let high = Self.square.replacing("79.1,11.1,0", with: "79.1,11.1,12")
        #expect(try await refusal(.kml, kml(polygon(high))).kind == .hasHeights)
        #expect(try await refusal(.kml, kml(polygon("79,11 79.1,11 79.1,11.1 79,11.1"))).kind == .notClosed)
        #expect(try await refusal(.kml, kml(polygon("79,nan 79.1,11 79.1,11.1 79,nan"))).kind == .notFinite)
        let many = (0...5000).map { "79.\($0),11" }.joined(separator: " ")
        #expect(try await refusal(.kml, kml(polygon(many))).kind == .tooManyVertices)
        let cut = Array(kml(polygon(Self.square)).dropLast(40))
        guard case .file(.notKML) = try await refusal(.kml, cut).kind else { return #expect(Bool(false), "cut short") }
    }

    // MARK: Shapefile

    private typealias Ring = ShapefileWriter.Ring

    private static let clockwise: Ring = [(79, 11), (79, 11.1), (79.1, 11.1), (79.1, 11), (79, 11)]
    private static let hole: Ring = [(79.02, 11.02), (79.04, 11.02), (79.04, 11.04), (79.02, 11.02)]

    @Test func `a zipped Shapefile is read with its hole and the system of its prj`() async throws {
        let given = try await AreaFile.zip.read(ShapefileWriter([[Self.clockwise, Self.hole]]).zipped())
        #expect(given.srid == 4326 && given.vertices == 9)
        let accepted = try await withDatabase(.geodata) { try await GeometryGate.check(given, on: $0) }
        #expect(abs(accepted.area_km2 - 118.4) < 0.3)
    }

    @Test func `a Shapefile in UTM is brought to longitude and latitude`() async throws {
        let ring: Ring = [(200_000, 1_000_000), (200_000, 1_100_000), (250_000, 1_100_000), (200_000, 1_000_000)]
        let given = try await AreaFile.zip.read(ShapefileWriter([[ring]]).zipped(prj: ShapefileWriter.utm44))
        #expect(given.srid == 32644)
        let accepted = try await withDatabase(.geodata) { try await GeometryGate.check(given, on: $0) }
        // 2,500 km2 on the map, whose scale is 1.0007 here.
        #expect(abs(accepted.area_km2 - 2496) < 2)
        // Edges of 100 km are followed.
        #expect(accepted.vertices > 40)
    }

    @Test func `a Shapefile without a prj needs an srid`() async throws {
        let zip = ShapefileWriter([[Self.clockwise]]).zipped(prj: nil)
        #expect(try await refusal(.zip, zip).kind == .file(.withoutSystem))
        #expect(try await AreaFile.zip.read(zip, srid: 4326).vertices == 5)
        let strange = ShapefileWriter([[Self.clockwise]]).zipped(prj: "LOCAL_CS[\"our own\"]")
        #expect(try await refusal(.zip, strange).kind == .file(.unknownSystem))
        let contradicted = ShapefileWriter([[Self.clockwise]]).zipped()
        #expect(
            try await refusal(.zip, contradicted, srid: 32644).kind == .systemsDiffer(given: 32644, named: 4326))
    }

    @Test func `several shapes are united and a Mac's shadows are not looked at`() async throws {
        let second: Ring = Self.clockwise.map { ($0.x + 0.05, $0.y) }
        let file = ShapefileWriter([[Self.clockwise], [second]])
        let zip = ZipWriter.archive([
            .init("__MACOSX/._A.shp", [1]), .init("A/B.SHP", file.shp), .init("A/B.shx", file.shx),
            .init("A/b.prj", Array(ShapefileWriter.wgs84.utf8)), .init("A/B.shp.xml", [2]),
        ])
        let given = try await AreaFile.zip.read(zip)
        let accepted = try await withDatabase(.geodata) { try await GeometryGate.check(given, on: $0) }
        #expect(abs(accepted.area_km2 - 181.3) < 0.5)
    }

    @Test func `what is no plain Shapefile is refused with the reason`() async throws {
        let good = ShapefileWriter([[Self.clockwise]])
        let zip = good.zipped()
        #expect(try await refusal(.zip, Array(zip.dropLast(30))).kind == .file(.notZip))
        #expect(try await refusal(.zip, Array(zip.dropFirst(300))).kind == .file(.notZip))
        #expect(try await refusal(.zip, []).kind == .file(.notZip))
        #expect(try await refusal(.zip, ZipWriter.archive([])).kind == .file(.shapefiles(0)))
        #expect(
            try await refusal(.zip, ZipWriter.archive([.init("a.shp", good.shp)])).kind == .file(.missingPart(".shx")))
        #expect(
            try await refusal(.zip, ShapefileWriter([[Self.clockwise]], type: 15).zipped()).kind == .file(.notPolygons))
        let vrt = Array("<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/etc".utf8)
        let disguised = ZipWriter.archive([
            .init("a.shp", vrt + [UInt8](repeating: 32, count: 100)), .init("a.shx", good.shx),
        ])
        #expect(try await refusal(.zip, disguised, srid: 4326).kind == .file(.unreadableShapefile))
        var broken = good.shp
        for index in 100..<broken.count { broken[index] = 0xFF }
        let records = ZipWriter.archive([.init("a.shp", broken), .init("a.shx", good.shx)])
        _ = try await refusal(.zip, records, srid: 4326)
    }

    @Test func `a zip bomb is refused before it is unpacked`() async throws {
        let zeros = [UInt8](repeating: 0, count: 40 << 20)
        let bomb = ZipWriter.archive([.init("a.shp", zeros), .init("a.shx", [0])])
        #expect(bomb.count < 64 << 10)
        #expect(try await refusal(.zip, bomb).kind == .file(.tooLarge))
        let liar = ZipWriter.archive([.init("a.shp", zeros, claimedSize: 1000), .init("a.shx", [0])])
        #expect(try await refusal(.zip, liar).kind == .file(.notZip))
        let shared = ZipWriter.archive([.init("a.shp", [1, 2, 3]), .init("a.shx", [0], claimedOffset: 0)])
        #expect(try await refusal(.zip, shared).kind == .file(.unsafeZip("its entries lie in each other")))
        let escape = ZipWriter.archive([.init("../../a.shp", [1]), .init("a.shx", [0])])
        #expect(try await refusal(.zip, escape).kind == .file(.unsafeZip("an entry's path leads out of the folder")))
    }
}
