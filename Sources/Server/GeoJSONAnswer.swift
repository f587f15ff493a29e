import HTTPTypes
import Hummingbird
import NIOCore
import Postgres

/// Ground that changes only when the geodata is loaded again: may be cached by anybody, and is
/// compared by the number of the load, the release and the type before it is fetched.
enum GeoJSONAnswer {
    static let caching = "public, max-age=3600"

    /// - Parameter query: One row with one column of GeoJSON text.
    static func respond(
        to request: Request, on pool: PostgresPool, _ query: () -> Query
    ) async throws -> Response {
        let load = try await pool.query("SELECT coalesce(max(id), 0) FROM geodata_loads")[0].decode(Int64.self)
        let type = Accepting.choose(request, from: [.geoJSON, .applicationJson]) ?? .geoJSON
        let tag = "geodata-\(load)-\(Build.version)-\(type.subType)"
        // A weak tag: the compressed form says the same (RFC 9110, 8.8.1).
        var headers: HTTPFields = [
            .contentType: type.description, .cacheControl: caching, .eTag: "W/\"\(tag)\"",
            .vary: "Accept, Accept-Encoding",
        ]
        if ETag.isKnown(tag, to: request) { return Response(status: .notModified, headers: headers) }
        let json = try await pool.query(query())[0].decode(String.self)
        // The districts are 180 KB as they are, a third of it compressed.
        if Gzip.isAccepted(by: request), let packed = Gzip.compress(Array(json.utf8)) {
            headers[.contentEncoding] = "gzip"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed))
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json)))
    }
}
