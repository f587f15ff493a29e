import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

/// An answer as a client receives it.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: ByteBuffer

    var text: String { String(buffer: body) }

    /// The body as `Body`, whose members must all be there with their types.
    func decode<Body: Decodable>(_: Body.Type = Body.self) throws -> Body {
        try JSONDecoder().decode(Body.self, from: Data(body.readableBytesView))
    }

    /// The body's members by name.
    func object() throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any], "\(text)")
    }
}

extension TestServer {
    func send(
        _ method: HTTPRequest.Method, _ uri: String, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> Reply {
        try await send(method, uri, headers: headers, bytes: body.map { Array($0.utf8) })
    }

    func send(
        _ method: HTTPRequest.Method, _ uri: String, headers: HTTPFields, bytes: [UInt8]?
    ) async throws -> Reply {
        try await application.test(.router) { client in
            let answer = try await client.executeRequest(
                uri: uri, method: method, headers: headers, body: bytes.map { ByteBuffer(bytes: $0) })
            return Reply(status: answer.status.code, headers: answer.headers, body: answer.body)
        }
    }

    func get(_ uri: String, accept: String? = nil) async throws -> Reply {
        var headers: HTTPFields = [:]
        headers[.accept] = accept
        return try await send(.get, uri, headers: headers)
    }

    /// An answer that must be 200.
    func read<Body: Decodable>(_ uri: String, as _: Body.Type = Body.self) async throws -> Body {
        let reply = try await get(uri)
        try #require(reply.status == 200, "\(uri) gave \(reply.status): \(reply.text)")
        return try reply.decode()
    }
}

/// `text` as the value of a query parameter.
func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
}
