import Foundation

/// A tile of the square Web Mercator world, as maps count them: at zoom z there are 2^z by 2^z, (0, 0) in the north-west.
package struct TileAddress: Sendable, Hashable {
    package let z: Int32
    package let x: Int32
    package let y: Int32

    /// Beyond these, a map enlarges the tiles that there are.
    package static let zooms = 0...14

    /// Nil when there is no such tile.
    package init?(z: Int, x: Int, y: Int) {
        guard Self.zooms.contains(z), case let across = 0..<(1 << z), across.contains(x), across.contains(y) else {
            return nil
        }
        (self.z, self.x, self.y) = (Int32(z), Int32(x), Int32(y))
    }

    /// The tile's ground and a margin, which is that of what it shows (see `sql/functions/tile_units.sql`).
    package var ground: GeoBox {
        let across = Double(1 << z)
        let margin = 64.0 / 4096
        return GeoBox(
            west: Self.lng((Double(x) - margin) / across), south: Self.lat((Double(y) + 1 + margin) / across),
            east: Self.lng((Double(x) + 1 + margin) / across), north: Self.lat((Double(y) - margin) / across))
    }

    private static func lng(_ share: Double) -> Double { share * 360 - 180 }
    private static func lat(_ share: Double) -> Double { atan(sinh(.pi * (1 - 2 * share))) * 180 / .pi }
}
