import Matching

extension BodyFields {
    /// A geometry's text as it was sent, for `GeometryGate`. The body must have been read by `jsonBodyWithGeometry`.
    mutating func geometry(_ name: String = "geometry") throws -> [UInt8]? {
        switch value(name) {
        case nil: return nil
        case .unread(let bytes) where bytes.first == UInt8(ascii: "{"): return bytes
        default: throw wrong(name, "must be a geometry in GeoJSON")
        }
    }

    /// The middle of a circle, by the members `lat` and `lng`.
    mutating func middle() throws -> GeoPoint {
        let lat = try require("lat") { try $0.number($1, in: -90...90) }
        let lng = try require("lng") { try $0.number($1, in: -180...180) }
        guard let middle = GeoPoint(lat: lat, lng: lng) else { throw wrong("lat", "is not on Earth") }
        return middle
    }

    /// The EPSG number of a geometry's coordinate system; whether there is such a system, the gate finds out.
    mutating func srid(_ name: String = "srid") throws -> Int? {
        try integer(name, in: 1...999_999).map(Int.init)
    }
}
