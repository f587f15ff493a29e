import HTTPTypes
import Hummingbird
import NIOCore
import Postgres

/// Ground that changes only when the geodata is loaded again: may be cached by anybody, and is
/// compared by the number of the load before it is fetched.
enum GeoJSONAnswer {
    static let caching = "public, max-age=3600"

    /// - Parameter query: One row with one column of GeoJSON text.
    static func respond(
        to request: Request, on pool: PostgresPool, _ query: () -> Query
    ) async throws -> Response {
        let load = try await pool.query("SELECT coalesce(max(id), 0) FROM geodata_loads")[0].decode(Int64.self)
        let tag = "\"geodata-\(load)\""
        let type = Accepting.choose(request, from: [.geoJSON, .applicationJson]) ?? .geoJSON
        guard request.headers[.ifNoneMatch] != tag else {
            return Response(status: .notModified, headers: [.eTag: tag, .cacheControl: caching])
        }
        let json = try await pool.query(query())[0].decode(String.self)
        var answer = Answer.bytes(ByteBuffer(string: json), type: type.description, caching: caching)
        answer.headers[.eTag] = tag
        answer.headers[.vary] = "Accept"
        return answer
    }
}
