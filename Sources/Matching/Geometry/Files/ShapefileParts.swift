/// The files of a zipped Shapefile that hold its ground and its coordinate system. The table of attributes (.dbf) and
/// whatever else lies in the archive is not looked at.
struct ShapefileParts {
    let shp: [UInt8]
    let shx: [UInt8]
    let prj: [UInt8]?

    /// A ring of 5,000 positions takes 80 KB.
    private static let limit = 256 << 10
    private static let prjLimit = 16 << 10

    /// - Throws: `GeometryRefusal`.
    init(zip bytes: [UInt8]) throws {
        let zip = try ZipDirectory(bytes)
        // Macs put a shadow of each file beside it.
        let entries = zip.entries.filter { !$0.name.hasPrefix("__MACOSX/") }
        let shapes = entries.filter { $0.name.lowercased().hasSuffix(".shp") }
        guard shapes.count == 1 else { throw GeometryRefusal(.file(.shapefiles(shapes.count))) }
        let stem = shapes[0].name.lowercased().dropLast(4)
        func part(_ suffix: String) -> ZipDirectory.Entry? { entries.first { $0.name.lowercased() == stem + suffix } }
        guard let index = part(".shx") else { throw GeometryRefusal(.file(.missingPart(".shx"))) }
        shp = try zip.unpack(shapes[0], limit: Self.limit)
        shx = try zip.unpack(index, limit: Self.limit)
        prj = try part(".prj").map { try zip.unpack($0, limit: Self.prjLimit) }
        try checkIsPolygons()
    }

    /// By the header (ESRI 1998, page 4): its code, which no other format begins with, and the type of its shapes.
    private func checkIsPolygons() throws {
        guard shp.count >= 100, shx.count >= 100, shp.starts(with: [0, 0, 0x27, 0x0A]),
            shx.starts(with: [0, 0, 0x27, 0x0A])
        else { throw GeometryRefusal(.file(.unreadableShapefile)) }
        guard shp[32..<36].elementsEqual([5, 0, 0, 0]) else { throw GeometryRefusal(.file(.notPolygons)) }
    }
}
