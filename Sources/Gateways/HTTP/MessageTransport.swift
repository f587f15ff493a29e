import AsyncHTTPClient
import Dispatch
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Posts to a gateway once, and says what its answer means. No redirect is followed: the keys go along.
final class MessageTransport: Sendable {
    struct Reply: Sendable {
        let status: Int
        let body: Data

        /// The value at a path as `messages.0.id` in an answer of JSON, as text; nil where there is none.
        func text(at path: String) -> String? {
            var value: Any? = try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
            for step in path.split(separator: ".") {
                switch value {
                case let object as [String: Any]: value = object[String(step)]
                case let list as [Any]: value = Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil }
                default: return nil
                }
            }
            switch value {
            case let text as String: return text.isEmpty ? nil : text
            case let number as NSNumber: return number.stringValue
            default: return nil
            }
        }
    }

    private static let longestAnswer = 64 << 10

    private let client: HTTPClient
    private let timeout: Duration
    private let logger = Logger(label: "istri.messages")

    /// - Parameter timeout: For all of it, from the connection to the answer's end.
    init(timeout: Duration) {
        self.timeout = timeout
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = TimeAmount(timeout)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit { client.shutdown(queue: .global()) { _ in } }

    /// - Returns: The answer, when it is a success or a refusal of this very message.
    /// - Throws: `DeliveryFailure.temporary` when there is none, or one that another try may change; an answer about our
    ///   keys or our address is the operator's matter, and messages can wait for it. `CancellationError`.
    func post(_ request: HTTPClientRequest) async throws -> Reply {
        let reply = try await reply(to: request)
        switch reply.status {
        case 200..<300, 400, 402, 406, 409..<429, 430..<500: return reply
        default: throw DeliveryFailure.temporary("the gateway answered with status \(reply.status)")
        }
    }

    private func reply(to request: HTTPClientRequest) async throws -> Reply {
        do {
            return try await withThrowingTaskGroup(of: Reply.self) { group in
                group.addTask { try await self.fetch(request) }
                group.addTask {
                    try await Task.sleep(for: self.timeout)
                    throw DeliveryFailure.temporary("the gateway gave no answer within \(self.timeout)")
                }
                defer { group.cancelAll() }
                guard let first = try await group.next() else { throw CancellationError() }
                return first
            }
        } catch let failure as DeliveryFailure {
            throw failure
        } catch {
            try Task.checkCancellation()
            throw DeliveryFailure.temporary("the gateway can't be reached: \(Self.cause(error))")
        }
    }

    /// Without addresses: it is stored.
    private static func cause(_ error: any Error) -> String {
        (error as? HTTPClientError)?.shortDescription ?? "\(type(of: error))"
    }

    private func fetch(_ request: HTTPClientRequest) async throws -> Reply {
        let response = try await client.execute(request, timeout: TimeAmount(timeout), logger: logger)
        let body = try await response.body.collect(upTo: Self.longestAnswer)
        // A body that is read by a task which is cancelled merely ends.
        try Task.checkCancellation()
        return Reply(status: Int(response.status.code), body: Data(body.readableBytesView))
    }
}

extension HTTPClientRequest {
    static func form(_ url: String, _ fields: [(name: String, value: String)]) -> HTTPClientRequest {
        let text = fields.map { "\(formEncoded($0.name))=\(formEncoded($0.value))" }.joined(separator: "&")
        return post(url, "application/x-www-form-urlencoded", Array(text.utf8))
    }

    static func json(_ url: String, _ body: some Encodable) throws -> HTTPClientRequest {
        try post(url, "application/json", Array(JSONEncoder().encode(body)))
    }

    private static func post(_ url: String, _ type: String, _ body: [UInt8]) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        request.headers.add(name: "Accept", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }

    private static func formEncoded(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
