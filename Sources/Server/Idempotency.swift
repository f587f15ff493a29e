import Foundation
import HTTPTypes
import Hummingbird
import Marketplace
import NIOCore
import Postgres

/// Answers requests that create something, once each where they carry an `Idempotency-Key`.
struct Idempotency: Sendable {
    let pool: PostgresPool

    /// - Parameters:
    ///   - limit: Most bytes of the body.
    ///   - isOneRoundTrip: Whether `create` asks the database once; see `withRetriedRoundTrip`.
    ///   - create: Reads the body and creates, in the transaction. It may run again from the start.
    func answer(
        _ request: Request, _ context: SignedInContext, limit: Int = 64 << 10, isOneRoundTrip: Bool = false,
        _ create: @Sendable (BodyFields, PostgresConnection) async throws -> StoredAnswer
    ) async throws -> Response {
        let key = try Self.key(of: request)
        let body = try await request.bytes(limit: limit)
        let answer: @Sendable (PostgresConnection) async throws -> StoredAnswer = { transaction in
            try request.checkIsJSON()
            return try await create(BodyFields(try Request.object(in: body)), transaction)
        }
        guard let key else {
            let made =
                isOneRoundTrip
                ? try await pool.withRetriedRoundTrip(answer) : try await pool.withRetriedTransaction(answer)
            return Self.response(made, isReplay: false)
        }
        let once = IdempotentRequest(
            user_id: context.user.id, key: key, method: request.method.rawValue, path: request.uri.path,
            body: Data(body.readableBytesView))
        let (stored, isReplay) = try await once.answerOnce(
            on: pool, refusal: { Self.refusal($0, requestID: context.request.id) }, answer)
        return Self.response(stored, isReplay: isReplay)
    }

    /// As `answer`, for what asks somebody else and mustn't hold a transaction meanwhile; see
    /// `IdempotentRequest.answerAfterwards`.
    func answerAfterwards(
        _ request: Request, _ context: SignedInContext, limit: Int = 64 << 10,
        _ create: @escaping @Sendable (BodyFields) async throws -> StoredAnswer
    ) async throws -> Response {
        let key = try Self.key(of: request)
        let body = try await request.bytes(limit: limit)
        let answer: @Sendable () async throws -> StoredAnswer = {
            try request.checkIsJSON()
            return try await create(BodyFields(try Request.object(in: body)))
        }
        guard let key else { return Self.response(try await answer(), isReplay: false) }
        let once = IdempotentRequest(
            user_id: context.user.id, key: key, method: request.method.rawValue, path: request.uri.path,
            body: Data(body.readableBytesView))
        let (stored, isReplay) = try await once.answerAfterwards(
            on: pool, refusal: { Self.refusal($0, requestID: context.request.id) }, answer)
        return Self.response(stored, isReplay: isReplay)
    }

    private static func key(of request: Request) throws -> String? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem.invalidParameter(
                "Idempotency-Key", "'Idempotency-Key' must be one of 1 to 255 visible ASCII characters.")
        }
        return key
    }

    private static func refusal(_ error: any Error, requestID: String) -> StoredAnswer? {
        let problem = ErrorResponses.problem(for: error)
        guard problem.status.kind == .clientError else { return nil }
        let (_, body) = ErrorResponses.parts(problem, requestID: requestID)
        return StoredAnswer(status: problem.status.code, body: Array(body.readableBytesView))
    }

    private static func response(_ answer: StoredAnswer, isReplay: Bool) -> Response {
        let isRefusal = answer.status >= 400
        var headers: HTTPFields = [
            .contentType: isRefusal ? "application/problem+json" : Answer.jsonType, .cacheControl: "no-store",
        ]
        headers[.location] = answer.location
        if isReplay { headers[.idempotentReplayed] = "true" }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

extension StoredAnswer {
    /// 201 with where it is from now on.
    static func created(at location: String, _ body: (inout JSONWriter) -> Void) -> StoredAnswer {
        var json = JSONWriter(capacity: 2048)
        body(&json)
        return StoredAnswer(status: 201, location: location, body: Array(json.buffer.readableBytesView))
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotentReplayed = HTTPField.Name("Idempotent-Replayed")!
}
