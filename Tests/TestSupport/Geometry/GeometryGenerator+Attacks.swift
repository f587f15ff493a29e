import Matching

extension GeometryGenerator {
    static let costlyKinds: [Kind] = [
        { $0.around5000Vertices() }, { $0.around50Rings() }, { $0.collections10Deep() }, { $0.listsInLists() },
        { $0.comb() }, { $0.combsAcrossEachOther() }, { $0.kmlBomb() }, { $0.kmlInKML() }, { $0.zipBomb() },
        { $0.zipAttack() }, { $0.kmlAround5000Vertices() },
    ]

    static let unreadableKinds: [Kind] = [
        { $0.notFinite() }, { $0.notClosed() }, { $0.withHeights() }, { $0.noGeometry() }, { $0.cutShort() },
        { $0.changedBytes() }, { $0.randomBytes() }, { $0.changedKML() }, { $0.zipCutShort() },
        { $0.wrongKML() },
    ]

    private mutating func around5000Vertices() -> GeneratedGeometry {
        let corners = integer(4997...5020)
        let ring = circle(around: centre(), radius: 0.3, corners: corners)
        let isTooMany = corners + 1 > GeometryLimits.vertices
        return json(
            "around 5,000 vertices", isTooMany ? .refused : .accepted, polygon([ring]))
    }

    private mutating func around50Rings() -> GeneratedGeometry {
        let corner = centre()
        let outer = square(corner, 0.3)
        let holes = (0..<integer(48...60)).map { index in
            square((corner.x + 0.01 + 0.0045 * Double(index), corner.y + 0.1), 0.002)
        }
        let isTooMany = holes.count + 1 > GeometryLimits.rings
        return json(
            "around 50 rings", isTooMany ? .refused : .accepted, polygon([outer] + holes))
    }

    private mutating func collections10Deep() -> GeneratedGeometry {
        var text = polygon([star()])
        for _ in 0..<10 { text = #"{"type":"GeometryCollection","geometries":[\#(text)]}"# }
        return json("collections 10 deep", .refused, text)
    }

    private mutating func listsInLists() -> GeneratedGeometry {
        let depth = integer(5...20_000)
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        return json("lists in lists", .refused, #"{"type":"Polygon","coordinates":\#(text)}"#)
    }

    private mutating func comb() -> GeneratedGeometry {
        // Its teeth are up to 1.2 degrees long.
        let (x, y) = (number(77.6...78.9), number(9.7...11.4))
        let count = 4980
        let teeth = (0..<count).map { index -> Corner in
            (x + 0.4 * Double(index) / Double(count), y + (index % 2 == 0 ? 0 : number(0.5...1.2)))
        }
        let ring = teeth + [(x + 0.4, y - 0.01), (x, y - 0.01), teeth[0]]
        return json("comb", .accepted, polygon([ring]))
    }

    private mutating func combsAcrossEachOther() -> GeneratedGeometry {
        let combs = (0..<2).map { turn in
            let (x, y) = (78.0, 10.0)
            let teeth = (0..<1200).map { index -> Corner in
                let (along, across) = (0.4 * Double(index) / 1200, index % 2 == 0 ? 0 : 0.4)
                return turn == 0 ? (x + along, y + across) : (x + across, y + along)
            }
            let end: Corner = turn == 0 ? (x + 0.4, y - 0.01) : (x - 0.01, y + 0.4)
            let begin: Corner = turn == 0 ? (x, y - 0.01) : (x - 0.01, y)
            return polygon([teeth + [end, begin, teeth[0]]])
        }
        return json("combs across each other", .refused, features(combs))
    }

    private mutating func kmlBomb() -> GeneratedGeometry {
        let entities = (0..<10).map { "<!ENTITY e\($0 + 1) \"" + String(repeating: "&e\($0);", count: 10) + "\">" }
        let text = "<!DOCTYPE kml [<!ENTITY e0 \"ha\">" + entities.joined() + "]><kml><name>&e10;</name></kml>"
        return GeneratedGeometry(kind: "KML bomb", outcome: .refused, bytes: Array(text.utf8), file: .kml)
    }

    private mutating func kmlInKML() -> GeneratedGeometry {
        let text = "<kml>" + String(repeating: "<Folder>", count: integer(40...20_000))
        return GeneratedGeometry(kind: "KML in KML", outcome: .refused, bytes: Array(text.utf8), file: .kml)
    }

    private mutating func zipBomb() -> GeneratedGeometry {
        let zeros = [UInt8](repeating: 0, count: integer(1...4) << 20)
        let claim = integer(0...1) == 0 ? nil : 1000
        let bomb = ZipWriter.archive([.init("a.shp", zeros, claimedSize: claim), .init("a.shx", [0])])
        return GeneratedGeometry(kind: "zip bomb", outcome: .refused, bytes: bomb, file: .zip)
    }

    private mutating func notFinite() -> GeneratedGeometry {
        let odd = ["\"NaN\"", "NaN", "\"Infinity\"", "-Infinity", "1e400", "1e308", "-1e308", "1e13"]
        let value = odd[integer(0...odd.count - 1)]
        let text = #"{"type":"Polygon","coordinates":[[[79,11],[\#(value),11],[79.1,11.1],[79,11]]]}"#
        return json("not finite", .refused, text)
    }

    private mutating func notClosed() -> GeneratedGeometry {
        let ring = star().dropLast()
        return json("not closed", .refused, polygon([Array(ring)]))
    }

    private mutating func withHeights() -> GeneratedGeometry {
        let ring = star().map { "[\($0.x),\($0.y),7]" }.joined(separator: ",")
        return json("with heights", .refused, #"{"type":"Polygon","coordinates":[[\#(ring)]]}"#)
    }

    private mutating func noGeometry() -> GeneratedGeometry {
        let texts = [
            "null", "{}", "[]", "true", "\"Polygon\"", #"{"type":"Polygon"}"#, #"{"type":"Polygon","coordinates":[]}"#,
            #"{"type":"Polygon","coordinates":[[]]}"#, #"{"type":"Polygon","coordinates":[[[]]]}"#,
            #"{"type":"MultiPolygon","coordinates":[]}"#, #"{"type":"FeatureCollection","features":[]}"#,
            #"{"type":"Point","coordinates":[79,11]}"#, #"{"type":"Polygon","coordinates":{"a":1}}"#,
            #"{"type":"Polygon","coordinates":[[[79,11],79,[79,11],[79,11]]]}"#,
            #"{"type":"Feature","geometry":null}"#, #"{"type":"Polygon","type":"Polygon","coordinates":[]}"#,
        ]
        return json("no geometry", .refused, texts[integer(0...texts.count - 1)])
    }

    private mutating func cutShort() -> GeneratedGeometry {
        let text = Array(polygon([star()]).utf8)
        let cut = Array(text.prefix(integer(0...text.count - 1)))
        return GeneratedGeometry(kind: "cut short", outcome: .refused, bytes: cut)
    }

    private mutating func changedBytes() -> GeneratedGeometry {
        var bytes = Array(polygon([star()]).utf8)
        for _ in 0..<integer(1...20) {
            bytes[integer(0...bytes.count - 1)] = UInt8(integer(0...255))
        }
        return GeneratedGeometry(kind: "changed bytes", outcome: .either, bytes: bytes)
    }

    private mutating func randomBytes() -> GeneratedGeometry {
        let bytes = (0..<integer(0...2000)).map { _ in UInt8(integer(0...255)) }
        let files: [AreaFile?] = [nil, .geoJSON, .kml, .zip]
        return GeneratedGeometry(
            kind: "random bytes", outcome: .refused, bytes: bytes, file: files[integer(0...3)])
    }

    private mutating func changedKML() -> GeneratedGeometry {
        var bytes = Array(kml([star()]).utf8)
        bytes[integer(0...bytes.count - 1)] = UInt8(integer(0...255))
        return GeneratedGeometry(kind: "changed KML", outcome: .either, bytes: bytes, file: .kml)
    }

    private mutating func zipCutShort() -> GeneratedGeometry {
        let zip = ShapefileWriter([[star().reversed()]]).zipped()
        let cut = Array(zip.prefix(integer(0...zip.count - 1)))
        return GeneratedGeometry(kind: "zip cut short", outcome: .refused, bytes: cut, file: .zip)
    }
}
