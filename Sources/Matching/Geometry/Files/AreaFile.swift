/// The files that a service area may come in.
package enum AreaFile: String, CaseIterable, Sendable {
    case geoJSON = "application/geo+json"
    case kml = "application/vnd.google-earth.kml+xml"
    /// A Shapefile with its parts.
    case zip = "application/zip"

    /// The polygons of the file, for `GeometryGate.check`, which unites them. A Shapefile takes a child process, some
    /// 0.1 s; at most two of them run at a time.
    ///
    /// - Parameter srid: Of the coordinates, where the file doesn't say; KML is always in WGS 84.
    /// - Throws: `GeometryRefusal`; `ShapefileReader.Missing` where GDAL is not installed.
    package func read(_ bytes: [UInt8], srid: Int? = nil) async throws -> GivenGeometry {
        guard bytes.count <= GeometryLimits.bytes else { throw GeometryRefusal(.tooManyBytes) }
        switch self {
        case .geoJSON: return try GeometryGate.read(bytes, srid: srid)
        case .kml:
            guard srid == nil || srid == 4326 else {
                throw GeometryRefusal(.systemsDiffer(given: srid ?? 0, named: 4326))
            }
            return try KMLReader.read(bytes)
        case .zip: return try await ShapefileReader.shared.read(bytes, srid: srid)
        }
    }
}
