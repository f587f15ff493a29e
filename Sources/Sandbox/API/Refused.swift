import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer that isn't a success, in the gateway's form.
struct Refused: HTTPResponseError {
    var status: HTTPResponse.Status
    let body: Body

    struct Body: Codable, Sendable {
        struct Reason: Codable, Sendable {
            var code = "BAD_REQUEST_ERROR"
            let description: String
            var source = "business"
            var step = "payment_initiation"
            var reason = "input_validation_failed"
            var metadata: [String: String] = [:]
            @OrNull var field: String?
        }

        let error: Reason
    }

    init(
        status: HTTPResponse.Status = .badRequest, code: String = "BAD_REQUEST_ERROR", description: String,
        field: String? = nil, reason: String = "input_validation_failed"
    ) {
        self.status = status
        body = Body(error: .init(code: code, description: description, reason: reason, field: field))
    }

    static func invalid(_ field: String?, _ description: String) -> Refused {
        Refused(description: description, field: field)
    }

    static let unknownID = Refused(description: "The id provided does not exist")

    func response(from _: Request, context _: some RequestContext) throws -> Response { .json(body, status: status) }
}

extension Response {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Wire.encode(value))))
    }
}

extension Request {
    /// The body's JSON; `{}` where there is none.
    func decoded<Value: Decodable>(as _: Value.Type) async throws -> Value {
        let bytes = Data(try await body.collect(upTo: 1 << 20).readableBytesView)
        do {
            return try JSONDecoder().decode(Value.self, from: bytes.isEmpty ? Data("{}".utf8) : bytes)
        } catch let error as DecodingError {
            throw Refused.invalid(error.field, "The \(error.field ?? "request") is invalid.")
        }
    }
}

extension DecodingError {
    fileprivate var field: String? {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.first?.stringValue
        case .keyNotFound(let key, let context): (context.codingPath.first ?? key).stringValue
        @unknown default: nil
        }
    }
}
