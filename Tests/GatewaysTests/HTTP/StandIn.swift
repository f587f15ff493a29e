import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

/// Stands in for somebody's gateway: a server on a free port that keeps what it is asked and answers as it is told to.
final class StandIn: Sendable {
    struct Asked: Sendable {
        let method: String
        let path: String
        let authorization: String?
        let contentType: String?
        let body: String

        /// The fields of a form, in their order.
        var fields: [String] {
            body.split(separator: "&").map { $0.replacing("+", with: " ").removingPercentEncoding ?? "?" }
        }
    }

    struct Answer: Sendable {
        var status = HTTPResponse.Status.ok
        var body = "{}"
        var location: String?
        var delay: Duration?
    }

    private let state: Mutex<(asked: [Asked], answer: Answer)>

    private init(_ answer: Answer) { state = Mutex(([], answer)) }

    var asked: [Asked] { state.withLock { $0.asked } }

    /// - Parameter body: Gets the address.
    static func with(
        _ answer: Answer = Answer(), _ body: @Sendable (StandIn, String) async throws -> Void
    ) async throws {
        let standIn = StandIn(answer)
        let router = Router()
        router.post("/**") { request, _ in try await standIn.answer(request) }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: logger)
        try await application.test(.live) { client in
            let port = try #require(client.port)
            try await body(standIn, "http://127.0.0.1:\(port)")
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let bytes = try await request.body.collect(upTo: 1 << 20)
        let asked = Asked(
            method: request.method.rawValue, path: request.uri.path, authorization: request.headers[.authorization],
            contentType: request.headers[.contentType], body: String(buffer: bytes))
        let answer = state.withLock { state in
            state.asked.append(asked)
            return state.answer
        }
        if let delay = answer.delay { try await Task.sleep(for: delay) }
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.location] = answer.location
        return Response(
            status: answer.status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: answer.body)))
    }
}
