import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore

/// Builds the answers that go well.
enum Answer {
    static let jsonType = "application/json; charset=utf-8"

    static func json(capacity: Int = 1024, _ body: (inout JSONWriter) throws -> Void) rethrows -> Response {
        var json = JSONWriter(capacity: capacity)
        try body(&json)
        return bytes(json.buffer)
    }

    /// An answer to a customer's search; one that found nobody is counted.
    static func counted(_ body: KeptBody, _ misses: SearchMisses) -> Response {
        if let missed = body.missed { misses.count(missed) }
        return bytes(body.bytes)
    }

    /// - Parameter caching: The `Cache-Control` of the answer; by default it must be asked for again,
    ///   because a centre may have changed since.
    static func bytes(_ body: ByteBuffer, type: String = jsonType, caching: String = "no-cache") -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: caching], body: ResponseBody(byteBuffer: body))
    }
}

extension MediaType {
    static let geoJSON = MediaType(type: .application, subType: "geo+json")
}
