import HTTPTypes
import Hummingbird
import NIOCore
import Postgres

/// Ground that changes only when the geodata is loaded again: may be cached by anybody, and is
/// compared by the number of the load and the type before it is fetched.
enum GeoJSONAnswer {
    static let caching = "public, max-age=3600"

    /// - Parameter query: One row with one column of GeoJSON text.
    static func respond(
        to request: Request, on pool: PostgresPool, _ query: () -> Query
    ) async throws -> Response {
        let load = try await pool.query("SELECT coalesce(max(id), 0) FROM geodata_loads")[0].decode(Int64.self)
        let type = Accepting.choose(request, from: [.geoJSON, .applicationJson]) ?? .geoJSON
        let tag = "geodata-\(load)-\(type.subType)"
        let headers: HTTPFields = [
            .contentType: type.description, .cacheControl: caching, .eTag: "\"\(tag)\"", .vary: "Accept",
        ]
        if ETag.isKnown(tag, to: request) { return Response(status: .notModified, headers: headers) }
        let json = try await pool.query(query())[0].decode(String.self)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json)))
    }
}
