/// Writes Shapefiles (ESRI 1998) of polygons: the outer ring clockwise, holes the other way, as the caller gives them.
package struct ShapefileWriter {
    package typealias Ring = [(x: Double, y: Double)]

    /// What ESRI's programs write for WGS 84.
    package static let wgs84 = """
        GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],\
        PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]
        """
    package static let utm44 = """
        PROJCS["WGS_1984_UTM_Zone_44N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,\
        298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],\
        PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",81.0],\
        PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
        """

    package let shp: [UInt8]
    package let shx: [UInt8]

    /// - Parameter type: 5 polygons; another number only changes what the header says.
    package init(_ shapes: [[Ring]], type: Int = 5) {
        let records = shapes.map { Self.content($0) }
        let all = shapes.flatMap { $0.flatMap { $0 } }
        var shp = Self.header(length: 100 + records.reduce(0) { $0 + $1.count + 8 }, type, all)
        var shx = Self.header(length: 100 + 8 * records.count, type, all)
        for (index, record) in records.enumerated() {
            let length = Self.big(record.count / 2)
            shx += Self.big(shp.count / 2) + length
            shp += Self.big(index + 1) + length + record
        }
        self.shp = shp
        self.shx = shx
    }

    /// With a .prj if there is one, and the table that every program writes beside it.
    package func zipped(prj: String? = wgs84, name: String = "areas") -> [UInt8] {
        var entries: [ZipWriter.Entry] = [
            .init("\(name).shp", shp), .init("\(name).shx", shx),
            .init("\(name).dbf", [UInt8](repeating: 3, count: 66)),
        ]
        if let prj { entries.append(.init("\(name).prj", Array(prj.utf8))) }
        return ZipWriter.archive(entries)
    }

    private static func header(length: Int, _ type: Int, _ points: Ring) -> [UInt8] {
        big(9994) + [UInt8](repeating: 0, count: 20) + big(length / 2) + little(1000, 4) + little(type, 4) + box(points)
            + [UInt8](repeating: 0, count: 32)
    }

    private static func content(_ rings: [Ring]) -> [UInt8] {
        let points = rings.flatMap { $0 }
        var starts: [UInt8] = []
        var count = 0
        for ring in rings {
            starts += little(count, 4)
            count += ring.count
        }
        return little(5, 4) + box(points) + little(rings.count, 4) + little(points.count, 4) + starts
            + points.flatMap { double($0.x) + double($0.y) }
    }

    private static func box(_ points: Ring) -> [UInt8] {
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        return [xs.min(), ys.min(), xs.max(), ys.max()].flatMap { double($0 ?? 0) }
    }

    private static func double(_ value: Double) -> [UInt8] { little(Int(bitPattern: UInt(value.bitPattern)), 8) }

    private static func big(_ value: Int) -> [UInt8] { little(value, 4).reversed() }
}
