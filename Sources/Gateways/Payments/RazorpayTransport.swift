import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Asks once and gives what came back.
struct RazorpayTransport: Sendable {
    struct Call: Sendable {
        var method = HTTPMethod.GET
        /// Below `/v1/`; ids are put in by `id`.
        var path: String
        var query: [String: String] = [:]
        var body: Data?
        var headers: [String: String] = [:]
    }

    /// An order has at most a few payments of about 1 KB each, and lists at most 100.
    private static let longestAnswer = 1 << 20

    let client: HTTPClient
    let configuration: RazorpayConfiguration
    let logger: Logger

    func reply(to call: Call) async throws(GatewayFailure) -> RazorpayReply {
        let request = request(call)
        do {
            return try await withThrowingTaskGroup(of: RazorpayReply.self) { group in
                group.addTask { try await fetch(request) }
                group.addTask {
                    try await Task.sleep(for: configuration.timeout)
                    throw GatewayFailure.unavailable("no answer within \(configuration.timeout)")
                }
                defer { group.cancelAll() }
                guard let first = try await group.next() else { throw CancellationError() }
                return first
            }
        } catch let failure as GatewayFailure {
            throw failure
        } catch {
            throw .unavailable("\(call.method.rawValue) \(call.path): \(error)")
        }
    }

    private func fetch(_ request: HTTPClientRequest) async throws -> RazorpayReply {
        let response = try await client.execute(
            request, timeout: TimeAmount(configuration.timeout), logger: logger)
        let body: Data?
        do {
            body = Data(try await response.body.collect(upTo: Self.longestAnswer).readableBytesView)
        } catch is NIOTooManyBytesError {
            body = nil
        }
        // A body that is read by a task which is cancelled merely ends.
        try Task.checkCancellation()
        return RazorpayReply(
            status: Int(response.status.code), contentType: response.headers.first(name: "Content-Type"), body: body)
    }

    private func request(_ call: Call) -> HTTPClientRequest {
        var parts = URLComponents()
        parts.queryItems = call.query.sorted { $0.key < $1.key }.map { URLQueryItem(name: $0.key, value: $0.value) }
        let query = call.query.isEmpty ? "" : "?" + (parts.percentEncodedQuery ?? "")
        var request = HTTPClientRequest(url: "\(configuration.address.origin)/v1/\(call.path)\(query)")
        request.method = call.method
        request.setBasicAuth(username: configuration.keyID, password: configuration.keySecret)
        request.headers.add(name: "Accept", value: "application/json")
        for (name, value) in call.headers { request.headers.add(name: name, value: value) }
        if let body = call.body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        return request
    }
}
