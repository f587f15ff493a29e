import Foundation
import Matching
import Testing

extension TileAddress {
    static func column(_ lng: Double, _ z: Int) -> Int { Int((lng + 180) / 360 * Double(1 << z)) }
    static func row(_ lat: Double, _ z: Int) -> Int {
        Int((0.5 - asinh(tan(lat * .pi / 180)) / (2 * .pi)) * Double(1 << z))
    }
}

struct TileAddressTests {
    @Test(arguments: [(-1, 0, 0), (15, 0, 0), (0, 1, 0), (0, 0, 1), (3, 8, 0), (3, 0, 8), (3, -1, 0), (14, 0, 1 << 14)])
    func `there is no tile outside the world`(z: Int, x: Int, y: Int) {
        #expect(TileAddress(z: z, x: x, y: y) == nil)
    }

    @Test func `a tile's ground is where the map draws it`() throws {
        let world = try #require(TileAddress(z: 0, x: 0, y: 0)).ground
        #expect(world.west < -180 && world.east > 180 && world.north > 85.05 && world.south < -85.05)
        let tile = try #require(TileAddress(z: 6, x: 46, y: 29)).ground
        #expect(abs(tile.west - 78.75) < 0.1 && abs(tile.east - 84.375) < 0.1)
        #expect(abs(tile.north - 16.6362) < 0.1 && abs(tile.south - 11.1784) < 0.1)
        let chennai = try #require(GeoPoint(lat: 13.08, lng: 80.27))
        #expect(
            try #require(TileAddress(z: 12, x: TileAddress.column(80.27, 12), y: TileAddress.row(13.08, 12))).ground
                .contains(chennai))
    }
}
