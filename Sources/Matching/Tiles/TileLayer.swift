import Postgres

/// What a vector tile shows. A tile has one layer, of the same name.
package enum TileLayer: String, CaseIterable, Sendable {
    case districts, places, pincodes, providers
    case serviceAreas = "service_areas"
}

/// A vector tile (Mapbox Vector Tile 2.1) and what it was made from.
package struct VectorTile: Sendable {
    /// Empty when the tile shows nothing.
    package let bytes: [UInt8]
    package let scope: AnswerScope
}

extension TileLayer {
    /// Made by PostGIS, in one round trip. On a leased connection: a tile of a low zoom takes some milliseconds, which
    /// the searches that share the readers' connections shall not wait for.
    package func tile(_ tile: TileAddress, on pool: PostgresPool) async throws -> VectorTile {
        try await pool.withConnection { connection in
            switch self {
            case .districts:
                try await Self.geodata(connection, "SELECT tile_of_districts(\(tile.z), \(tile.x), \(tile.y))")
            case .places:
                try await Self.geodata(connection, "SELECT tile_of_places(\(tile.z), \(tile.x), \(tile.y))")
            case .pincodes: try await Self.pincodes(connection, tile)
            case .providers: try await Self.providers(connection, tile)
            case .serviceAreas: try await Self.serviceAreas(connection, tile)
            }
        }
    }

    private static func geodata(_ connection: PostgresConnection, _ query: Query) async throws -> VectorTile {
        let bytes = try await connection.query(query)[0].decode([UInt8]?.self)
        return VectorTile(bytes: bytes ?? [], scope: .geodata)
    }

    private static func pincodes(_ connection: PostgresConnection, _ tile: TileAddress) async throws -> VectorTile {
        let row = try await connection.query(
            """
            SELECT tile, west, south, east, north FROM tile_of_pincodes(\(tile.z), \(tile.x), \(tile.y))
            """)[0]
        let (bytes, west, south, east, north) = try row.decode(
            [UInt8]?.self, Double?.self, Double?.self, Double?.self, Double?.self)
        var ground = tile.ground
        if let west, let south, let east, let north {
            ground = ground.joined(with: GeoBox(west: west, south: south, east: east, north: north))
        }
        return VectorTile(bytes: bytes ?? [], scope: .whatIsCovered(in: ground))
    }

    private static func providers(_ connection: PostgresConnection, _ tile: TileAddress) async throws -> VectorTile {
        let row = try await connection.query(
            "SELECT tile, named FROM tile_of_providers(\(tile.z), \(tile.x), \(tile.y))")[0]
        let (bytes, named) = try row.decode([UInt8]?.self, [Int64].self)
        return VectorTile(bytes: bytes ?? [], scope: .centres(in: tile.ground, named: named))
    }

    private static func serviceAreas(
        _ connection: PostgresConnection, _ tile: TileAddress
    ) async throws -> VectorTile {
        let bytes = try await connection.query(
            "SELECT tile_of_service_areas(\(tile.z), \(tile.x), \(tile.y))")[0].decode([UInt8]?.self)
        return VectorTile(bytes: bytes ?? [], scope: .whatIsCovered(in: tile.ground))
    }
}
