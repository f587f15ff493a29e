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
            return try KMLReader.read(bytes).geometry
        case .zip: return try await ShapefileReader.shared.read(bytes, srid: srid)
        }
    }
    /// As `read`, but what can be put right without doubt is, and told of. Nil when it can't be read all the same; a
    /// Shapefile is not read a second time.
    func readMending(_ bytes: [UInt8], srid: Int?) -> (geometry: GivenGeometry, mends: Set<GeometryMend>)? {
        switch self {
        case .geoJSON: try? GeoJSONReader.read(bytes, srid: srid, mends: true)
        case .kml: srid == nil || srid == 4326 ? try? KMLReader.read(bytes, mends: true) : nil
        case .zip: nil
        }
    }
}
