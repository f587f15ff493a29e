import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import Matching
import NIOCore
import Postgres

/// The map's vector tiles. What everybody may see is limited by address; the layers of coverage are the dispatchers'.
struct TileRoutes: Sendable {
    let pool: PostgresPool
    let kept: KeptAnswers<KeptTile>

    var routes: [Route] {
        [
            .get("/tiles/districts/{z}/{x}/{y}.mvt", produces: [.vectorTile], districts).limited(by: .tiles),
            .get("/tiles/places/{z}/{x}/{y}.mvt", produces: [.vectorTile], places).limited(by: .tiles),
            .get("/tiles/providers/{z}/{x}/{y}.mvt", produces: [.vectorTile], providers).limited(by: .tiles),
            Route(.get, "/tiles/pincodes/{z}/{x}/{y}.mvt", for: .dispatchers, produces: [.vectorTile], pincodes),
            Route(
                .get, "/tiles/service_areas/{z}/{x}/{y}.mvt", for: .dispatchers, produces: [.vectorTile],
                serviceAreas),
        ]
    }

    @Sendable func districts(_ request: Request, _ context: PublicContext) async throws -> Response {
        try await respond(.districts, request, context, caching: "public, max-age=3600")
    }

    @Sendable func places(_ request: Request, _ context: PublicContext) async throws -> Response {
        try await respond(.places, request, context, caching: "public, max-age=3600")
    }

    /// A centre that was approved shall be found on the map soon.
    @Sendable func providers(_ request: Request, _ context: PublicContext) async throws -> Response {
        try await respond(.providers, request, context, caching: "public, max-age=60")
    }

    @Sendable func pincodes(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await respond(.pincodes, request, context.request, caching: "no-store")
    }

    @Sendable func serviceAreas(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await respond(.serviceAreas, request, context.request, caching: "no-store")
    }

    private func respond(
        _ layer: TileLayer, _ request: Request, _ context: PublicContext, caching: String
    ) async throws -> Response {
        try QueryParameters(request).refuseOthers()
        guard let address = TileAddress(context) else { throw Problem.unknownTile }
        let tile = try await tile(layer, address, compressing: Gzip.isAccepted(by: request))
        var headers: HTTPFields = [
            .contentType: MediaType.vectorTile.description, .cacheControl: caching, .eTag: "W/\"\(tile.tag)\"",
            .vary: "Accept-Encoding",
        ]
        if ETag.isKnown(tile.tag, to: request) { return Response(status: .notModified, headers: headers) }
        if tile.isCompressed { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: tile.body))
    }

    private func tile(_ layer: TileLayer, _ address: TileAddress, compressing: Bool) async throws -> KeptTile {
        let key = "\(layer.rawValue)/\(address.z)/\(address.x)/\(address.y) \(compressing)"
        if let tile = kept.answer(for: key) { return tile }
        let ticket = kept.ticket()
        let made = try await layer.tile(address, on: pool)
        let tile = KeptTile(made.bytes, compressing: compressing)
        // The entry, its key twice, and the named centres, beside the body.
        let cost = tile.body.capacity + 500 + 8 * made.scope.centres.count
        kept.keep(tile, for: key, scope: made.scope, validUntil: .distantFuture, cost: cost, ticket: ticket)
        return tile
    }
}

extension TileAddress {
    /// Nil when the path names no tile that there is.
    fileprivate init?(_ context: PublicContext) {
        let numbers = ["z", "x", "y"].compactMap { name in
            context.parameters.get(name).flatMap { text in
                text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
            }
        }
        guard numbers.count == 3 else { return nil }
        self.init(z: numbers[0], x: numbers[1], y: numbers[2])
    }
}

extension MediaType {
    static let vectorTile = MediaType(type: .application, subType: "vnd.mapbox-vector-tile")
}
