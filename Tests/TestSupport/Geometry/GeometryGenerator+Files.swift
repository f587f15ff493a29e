import Matching

/// Files whose wrong is in the file, or in numbers that only its format can hold.
extension GeometryGenerator {
    /// One that goes through the child process; a third of them right.
    mutating func shapefile() -> GeneratedGeometry {
        let ring = Array(star().reversed())
        switch integer(0...9) {
        case 0: return zip("Shapefile without .prj", .refused, ShapefileWriter([[ring]]).zipped(prj: nil))
        case 1: return changedShapefile(ring)
        case 2: return zip("Shapefile with heights", .refused, ShapefileWriter([[ring]], type: 15).zipped())
        case 3:
            let odd = [Double.nan, .infinity, -.infinity, 1e308, -1e308, 1e13]
            var wrong = ring
            wrong[1].x = odd[integer(0...odd.count - 1)]
            return zip("Shapefile with numbers that are none", .refused, ShapefileWriter([[wrong]]).zipped())
        case 4:
            let corners = integer(4990...5020)
            let ring = Array(circle(around: centre(), radius: 0.2, corners: corners).reversed())
            let isTooMany = corners + 1 > GeometryLimits.vertices
            return zip(
                "Shapefile around 5,000 vertices", isTooMany ? .refused : .accepted, ShapefileWriter([[ring]]).zipped())
        case 5:
            let (x, y) = centre()
            let tie: [Corner] = [(x, y), (x + 0.1, y + 0.1), (x + 0.1, y), (x, y + 0.1), (x, y)]
            return zip("Shapefile of a bow-tie", .refused, ShapefileWriter([[tie]]).zipped())
        case 6:
            let swapped = ring.map { (x: $0.y, y: $0.x) }
            return zip("Shapefile with swapped axes", .refused, ShapefileWriter([[Array(swapped.reversed())]]).zipped())
        case 7:
            let utm = Array(star(around: (200_000, 1_200_000), radius: 30_000, corners: 40).reversed())
            return zip("Shapefile in UTM", .accepted, ShapefileWriter([[utm]]).zipped(prj: ShapefileWriter.utm44))
        default: return zip("Shapefile", .accepted, ShapefileWriter([[ring], [Array(star().reversed())]]).zipped())
        }
    }

    private func zip(
        _ kind: String, _ outcome: GeneratedGeometry.Outcome, _ bytes: [UInt8], srid: Int? = nil
    ) -> GeneratedGeometry {
        GeneratedGeometry(kind: kind, outcome: outcome, bytes: bytes, srid: srid, file: .zip)
    }

    private mutating func changedShapefile(_ ring: [Corner]) -> GeneratedGeometry {
        var shp = ShapefileWriter([[ring]]).shp
        for _ in 0..<10 { shp[integer(36...shp.count - 1)] = UInt8(integer(0...255)) }
        let shx = ShapefileWriter([[ring]]).shx
        return zip(
            "changed Shapefile", .either, ZipWriter.archive([.init("a.shp", shp), .init("a.shx", shx)]), srid: 4326)
    }

    /// An archive that is none of a Shapefile's, refused before any child process: nested, leading out of its folder,
    /// with thousands of entries, two Shapefiles, or entries that lie over each other.
    mutating func zipAttack() -> GeneratedGeometry {
        let writer = ShapefileWriter([[Array(star().reversed())]])
        let shp = ZipWriter.Entry("a.shp", writer.shp)
        let shx = ZipWriter.Entry("a.shx", writer.shx)
        switch integer(0...5) {
        case 0:
            let inner = (0..<5).reduce(writer.zipped()) { zip, _ in ZipWriter.archive([.init("a.zip", zip)]) }
            return zip("zip in zip", .refused, inner)
        case 1:
            let up = String(repeating: "../", count: integer(1...40))
            return zip("zip that leads out", .refused, ZipWriter.archive([.init("\(up)a.shp", writer.shp), shx]))
        case 2:
            let entries = (0..<2000).map { ZipWriter.Entry("\($0)", [], isDeflated: false) }
            return zip("zip of 2,000 entries", .refused, ZipWriter.archive(entries + [shp]))
        case 3:
            return zip("zip of two Shapefiles", .refused, ZipWriter.archive([shp, shx, .init("b.shp", writer.shp)]))
        case 4:
            // As a bomb of overlapping entries claims one kernel many times (Fifield 2019).
            let kernel = [UInt8](repeating: 0, count: 200_000)
            let over = (0..<50).map { ZipWriter.Entry("\($0).shx", kernel, claimedOffset: 0) }
            return zip("zip with entries over each other", .refused, ZipWriter.archive([shp] + over))
        default:
            let beyond = ZipWriter.Entry("a.shx", writer.shx, claimedOffset: integer(0...Int(UInt32.max)))
            return zip("zip that points elsewhere", .refused, ZipWriter.archive([shp, beyond]))
        }
    }

    mutating func kmlAround5000Vertices() -> GeneratedGeometry {
        let corners = integer(4990...5020)
        // Short numbers, or the file alone would be too long.
        let ring = circle(around: centre(), radius: 0.3, corners: corners).map {
            (x: ($0.x * 1e6).rounded() / 1e6, y: ($0.y * 1e6).rounded() / 1e6)
        }
        let isTooMany = corners + 1 > GeometryLimits.vertices
        return GeneratedGeometry(
            kind: "KML around 5,000 vertices", outcome: isTooMany ? .refused : .accepted,
            bytes: Array(kml([ring]).utf8),
            file: .kml)
    }

    /// Bow-ties, swapped axes, the date line, numbers that are none.
    mutating func wrongKML() -> GeneratedGeometry {
        let (x, y) = centre()
        var ring = star()
        let odd = [Double.nan, .infinity, 1e308, -1e308, 1e13, 181, -540]
        let kind: String
        switch integer(0...3) {
        case 0: (kind, ring) = ("KML of a bow-tie", [(x, y), (x + 0.1, y + 0.1), (x + 0.1, y), (x, y + 0.1), (x, y)])
        case 1: (kind, ring) = ("KML with swapped axes", ring.map { (x: $0.y, y: $0.x) })
        case 2: (kind, ring) = ("KML over the date line", [(179, 10), (-179, 10), (-179, 11), (179, 11), (179, 10)])
        default:
            kind = "KML with numbers that are none"
            ring[1].x = odd[integer(0...odd.count - 1)]
        }
        return GeneratedGeometry(kind: kind, outcome: .refused, bytes: Array(kml([ring]).utf8), file: .kml)
    }
}
