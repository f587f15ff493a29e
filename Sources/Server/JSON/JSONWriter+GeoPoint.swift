import Matching

extension JSONWriter {
    /// Members `lat` and `lng` with seven decimals, which is about a centimetre.
    mutating func write(_ point: GeoPoint) {
        field("lat", point.lat, decimals: 7)
        field("lng", point.lng, decimals: 7)
    }

    /// Null for both when there is no point.
    mutating func write(_ point: GeoPoint?) {
        if let point { return write(point) }
        field("lat", String?.none)
        field("lng", String?.none)
    }
}
