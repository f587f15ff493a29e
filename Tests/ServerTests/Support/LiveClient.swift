import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

/// Asks over a real connection, so that the node sees an address.
struct LiveClient: Sendable {
    let client: any TestClientProtocol

    /// - Parameter headers: Further ones, such as those that a proxy adds.
    func send(
        _ method: HTTPRequest.Method, _ uri: String, _ headers: [String: String] = [:], body: String? = nil
    ) async throws -> Reply {
        var fields: HTTPFields = [:]
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        return try await send(method, uri, fields: fields, bytes: body.map { Array($0.utf8) })
    }

    func send(
        _ method: HTTPRequest.Method, _ uri: String, fields: HTTPFields, bytes: [UInt8]?
    ) async throws -> Reply {
        let answer = try await client.executeRequest(
            uri: uri, method: method, headers: fields, body: bytes.map { ByteBuffer(bytes: $0) })
        return Reply(status: answer.status.code, headers: answer.headers, body: answer.body)
    }
}

extension TestServer {
    func live<Result: Sendable>(_ body: @escaping @Sendable (LiveClient) async throws -> Result) async throws -> Result
    {
        try await application.test(.live) { try await body(LiveClient(client: $0)) }
    }
}
