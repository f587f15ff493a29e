/// A geometry that passed the gate, as it is stored: a MultiPolygon in WGS 84, outer rings counter-clockwise, each
/// coordinate the double of its 7 decimals.
package struct AcceptedGeometry: Sendable, Equatable {
    /// Extended well-known binary, to be stored by `\(ewkb)::geometry`.
    package let ewkb: [UInt8]
    /// What is stored, to the last bit.
    package let geoJSON: String
    /// Geodesic on WGS 84.
    package let area_km2: Double
    package let vertices: Int
}
