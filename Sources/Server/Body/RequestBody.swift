import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// The body as a JSON object, to be read strictly.
    ///
    /// - Parameter limit: Most bytes taken.
    /// - Throws: `Problem` 415 when it isn't declared as JSON, 413 when too long, 400 when it isn't a JSON object.
    func jsonBody(limit: Int = 64 << 10) async throws -> BodyFields {
        try checkIsJSON()
        return BodyFields(try await jsonObject(limit: limit))
    }

    /// As `jsonBody`, but an empty body counts as an empty object, and then needs no type.
    func optionalJSONBody(limit: Int = 64 << 10) async throws -> BodyFields {
        let bytes = try await bytes(limit: limit)
        guard bytes.readableBytes > 0 else { return BodyFields([:]) }
        try checkIsJSON()
        return BodyFields(try Self.object(in: bytes))
    }

    /// For what takes no members at all: the body must be empty, or an empty object.
    func refuseMembers() async throws { try await optionalJSONBody().refuseOthers() }

    /// What the body is declared as, without parameters, in lower case; nil when it isn't.
    var contentType: String? {
        headers[.contentType]?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    }

    func checkIsJSON() throws {
        guard contentType == "application/json" else {
            throw Problem(.unsupportedMediaType, "unsupported_type", "Send the body as application/json.")
        }
    }

    private func jsonObject(limit: Int) async throws -> [String: JSONValue] {
        try Self.object(in: await bytes(limit: limit))
    }

    /// The whole body.
    ///
    /// - Throws: `Problem` 413 when it is longer than `limit`.
    func bytes(limit: Int) async throws -> ByteBuffer {
        do {
            return try await body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit)
        }
    }

    /// - Throws: `Problem` 400 when it isn't a JSON object.
    static func object(in bytes: ByteBuffer) throws -> [String: JSONValue] {
        do {
            let value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes.readableBytesView))
            guard case .object(let members) = value else { throw Problem.notJSONObject }
            return members
        } catch is DecodingError {
            throw Problem.notJSONObject
        }
    }
}

extension Problem {
    static var notJSONObject: Problem { Problem(.badRequest, "invalid_json", "The body is not a JSON object.") }

    static func tooLarge(_ limit: Int) -> Problem {
        Problem(.contentTooLarge, "too_large", "The body may have \(limit) bytes at most.")
    }
}
