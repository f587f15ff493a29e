extension GeometryRefusal {
    /// What is wrong with an uploaded file.
    package enum FileFlaw: Hashable, Sendable {
        case notKML(byte: Int)
        /// A document type or an entity of its own, which a map never needs and a bomb is made of.
        case doctype
        case notZip
        case unsafeZip(String)
        /// How many the archive has, if not one.
        case shapefiles(Int)
        case missingPart(String)
        case withoutSystem
        case unknownSystem
        case notPolygons
        case unreadableShapefile
        case tooLarge
        case tookTooLong
    }
}

extension GeometryRefusal.FileFlaw {
    var sentence: String {
        switch self {
        case .notKML(let byte): "The file can't be read as KML from byte \(byte) on."
        case .doctype: "A KML file with a document type or entities of its own is not taken."
        case .notZip: "The file is not a zip archive, or it is cut short."
        case .unsafeZip(let what): "The zip archive is not taken: \(what)."
        case .shapefiles(let count): "The zip archive has \(count) files ending in .shp; there must be one."
        case .missingPart(let part): "The Shapefile's \(part) is missing from the zip archive."
        case .withoutSystem:
            "The Shapefile has no .prj, so its coordinate system is not known: send its EPSG number in ?srid=."
        case .unknownSystem: "The Shapefile's .prj names no coordinate system with an EPSG number: send one in ?srid=."
        case .notPolygons:
            "The Shapefile's shapes are not plain polygons (type 5): leave out heights (Z) and measures (M)."
        case .unreadableShapefile: "The Shapefile can't be read."
        case .tooLarge: "The Shapefile is larger unpacked than a geometry of 5,000 vertices can be."
        case .tookTooLong: "Reading the Shapefile took too long."
        }
    }
}
