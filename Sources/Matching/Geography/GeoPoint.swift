/// A point on WGS 84, in degrees.
package struct GeoPoint: Hashable, Sendable {
    package let lat: Double
    package let lng: Double

    /// Nil unless both are finite, the latitude within ±90 and the longitude within ±180.
    package init?(lat: Double, lng: Double) {
        guard (-90...90).contains(lat), (-180...180).contains(lng) else { return nil }
        self.lat = lat
        self.lng = lng
    }
}
