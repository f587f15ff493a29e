import Foundation
import HTTPTypes
import Marketplace
import Matching
import NIOCore
import Postgres
import TestSupport
import Testing

@testable import Server

/// The map's tiles as clients get them.
@Suite(.serialized) struct TileRoutesTests {
    /// The tile of Chennai.
    static let chennai = "12/2961/1896.mvt"

    private func tile(_ server: TestServer, _ layer: String, _ tile: String, as person: Person? = nil) async throws
        -> DecodedTile
    {
        let reply = try await server.send(.get, "/tiles/\(layer)/\(tile)", as: person)
        try #require(reply.status == 200, "\(reply.text)")
        #expect(reply.headers[.contentType] == "application/vnd.mapbox-vector-tile")
        return try DecodedTile(Array(buffer: reply.body))
    }

    @Test func `each layer has a tile, an ETag and its own time to be kept`() async throws {
        try await withServer { server in
            let dispatcher = try await server.person(.dispatcher)
            for (layer, caching) in [
                ("districts", "public, max-age=3600"), ("places", "public, max-age=3600"),
                ("providers", "public, max-age=60"), ("pincodes", "no-store"), ("service_areas", "no-store"),
            ] {
                let reply = try await server.send(.get, "/tiles/\(layer)/6/46/29.mvt", as: dispatcher)
                #expect(reply.status == 200 && reply.headers[.cacheControl] == caching, "\(layer)")
                #expect(try DecodedTile(Array(buffer: reply.body)).features.isEmpty == false, "\(layer)")
                let tag = try #require(reply.headers[.eTag])
                var headers = dispatcher.headers
                headers[.ifNoneMatch] = tag
                let again = try await server.send(.get, "/tiles/\(layer)/6/46/29.mvt", headers: headers)
                #expect(again.status == 304 && again.body.readableBytes == 0 && again.headers[.eTag] == tag, "\(layer)")
            }
        }
    }

    @Test func `whoever takes gzip gets the same tile in fewer bytes`() async throws {
        try await withServer { server in
            let plain = try await server.send(.get, "/tiles/districts/6/46/29.mvt")
            let packed = try await server.send(
                .get, "/tiles/districts/6/46/29.mvt", headers: [.acceptEncoding: "br, gzip"])
            #expect(plain.headers[.contentEncoding] == nil && packed.headers[.contentEncoding] == "gzip")
            #expect(packed.body.readableBytes < plain.body.readableBytes)
            #expect(try unpacked(Array(buffer: packed.body)) == Array(buffer: plain.body))
            #expect(packed.headers[.eTag] == plain.headers[.eTag] && packed.headers[.vary] == "Accept-Encoding")
            let refused = try await server.send(
                .get, "/tiles/districts/6/46/29.mvt", headers: [.acceptEncoding: "gzip;q=0"])
            #expect(refused.headers[.contentEncoding] == nil && refused.body == plain.body)
        }
    }

    @Test func `a tile of the sea is empty`() async throws {
        try await withServer { server in
            let reply = try await server.get("/tiles/districts/9/0/0.mvt")
            #expect(reply.status == 200 && reply.body.readableBytes == 0)
        }
    }

    @Test func `an address without a tile is 404`() async throws {
        try await withServer { server in
            for address in [
                "15/0/0", "0/1/0", "0/0/1", "-1/0/0", "a/0/0", "3/8/0", "99999999999999999999/0/0", "1/+1/0", "1/1.0/0",
            ] {
                try expectProblem(try await server.get("/tiles/providers/\(address).mvt"), 404, "unknown_tile")
            }
        }
    }

    @Test func `other wrong questions get the answers they get everywhere`() async throws {
        try await withServer { server in
            try expectProblem(try await server.get("/tiles/roads/6/46/29.mvt"), 404, "not_found")
            try expectProblem(try await server.get("/tiles/places/6/46/29"), 404, "not_found")
            try expectProblem(
                try await server.get("/tiles/places/6/46/29.mvt?v=1"), 422, "unknown_parameter", field: "v")
            try expectProblem(
                try await server.get("/tiles/places/6/46/29.mvt", accept: "text/html"), 406, "not_acceptable")
            try expectProblem(try await server.get("/tiles/pincodes/6/46/29.mvt"), 401, "not_signed_in")
        }
    }

    @Test func `tiles are counted towards a limit of their own`() async throws {
        var settings = NodeSettings()
        settings.rules[.tiles] = .init(2, per: .minutes(1))
        try await withServer(settings) { server in
            for _ in 1...2 { #expect(try await server.get("/tiles/places/9/0/0.mvt").status == 200) }
            let reply = try await server.get("/tiles/places/9/0/0.mvt")
            try expectProblem(reply, 429, "too_many_requests")
            #expect(reply.headers[.retryAfter] != nil)
            #expect(try await server.get("/api/services").status == 200)
        }
    }

    @Test func `a change drops the tiles that it can touch, and no others`() async throws {
        try await withServer { server in
            try await server.becomeCurrent()
            let dispatcher = try await server.person(.dispatcher)
            let ground = try #require(TileAddress(z: 12, x: 2961, y: 1896)).ground
            let centre = try await server.pool.query(
                """
                SELECT s.id FROM service_providers s WHERE s.status = 'approved'
                    AND s.location @ ST_MakeEnvelope(\(ground.west), \(ground.south), \(ground.east), \(ground.north), 4326)
                    AND EXISTS (SELECT FROM service_areas a WHERE a.provider_id = s.id AND a.status = 'in_force')
                ORDER BY s.id LIMIT 1
                """)[0].decode(Int64.self)
            let far = "12/2890/1960.mvt"
            for layer in ["districts", "places", "providers", "pincodes", "service_areas"] {
                for address in [Self.chennai, far] { _ = try await tile(server, layer, address, as: dispatcher) }
            }
            let before = try await tile(server, "providers", Self.chennai)
            #expect(before.features.contains { $0.id == UInt64(centre) })
            let kept = server.tiles.count
            try #require(kept == 10)

            try await server.pool.execute("UPDATE service_providers SET status = 'suspended' WHERE id = \(centre)")
            #expect(server.tiles.count == kept - 3, "providers, pincodes and service areas of that tile")
            let after = try await tile(server, "providers", Self.chennai)
            #expect(!after.features.contains { $0.id == UInt64(centre) })
            let areas = try await tile(server, "service_areas", Self.chennai, as: dispatcher)
            #expect(!areas.features.contains { $0.attributes["provider_id"] == .number(Double(centre)) })
            try await server.pool.asOwner("INSERT INTO geodata_loads (source_sha256, report) VALUES ('x', '{}')")
            let deadline = ContinuousClock.now + .seconds(10)
            while server.tiles.count > 0, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
            #expect(server.tiles.count == 0)
        }
    }

    @Test func `a centre's new name drops the tile that names it`() async throws {
        try await withServer { server in
            try await server.becomeCurrent()
            let shown = try await tile(server, "providers", Self.chennai)
            let id = Int64(try #require(shown.features.first?.id))
            try await server.pool.execute("UPDATE service_providers SET center_name = 'Another name' WHERE id = \(id)")
            let again = try await tile(server, "providers", Self.chennai)
            #expect(again.features.first { $0.id == UInt64(id) }?.attributes["center_name"] == .text("Another name"))
        }
    }
}
