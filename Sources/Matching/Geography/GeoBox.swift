import Foundation

/// A box of longitudes and latitudes, in degrees, its border included. Doesn't cross the antimeridian.
package struct GeoBox: Sendable, Equatable {
    package let west: Double
    package let south: Double
    package let east: Double
    package let north: Double

    package init(west: Double, south: Double, east: Double, north: Double) {
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }

    package func contains(_ point: GeoPoint) -> Bool {
        point.lng >= west && point.lng <= east && point.lat >= south && point.lat <= north
    }

    /// Whether they have a point in common.
    package func meets(_ other: GeoBox) -> Bool {
        west <= other.east && other.west <= east && south <= other.north && other.south <= north
    }

    /// The smallest box that holds both.
    package func joined(with other: GeoBox) -> GeoBox {
        GeoBox(
            west: min(west, other.west), south: min(south, other.south), east: max(east, other.east),
            north: max(north, other.north))
    }
}

extension GeoPoint {
    /// Great-circle distance on a sphere of the Earth's mean radius (haversine formula): within 0.6 %
    /// of the geodesic one. For bounds only, never for an answer.
    package func sphericalDistance_m(to other: GeoPoint) -> Double {
        let radians = Double.pi / 180
        let dLat = (other.lat - lat) * radians
        let dLng = (other.lng - lng) * radians
        let chord =
            sin(dLat / 2) * sin(dLat / 2)
            + cos(lat * radians) * cos(other.lat * radians) * sin(dLng / 2) * sin(dLng / 2)
        return 2 * 6_371_008.8 * asin(min(1, chord.squareRoot()))
    }
}
