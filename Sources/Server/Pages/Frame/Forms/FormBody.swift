import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What a form sent: names and text, in the order of the page, and files.
struct FormBody: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        let name: String
        let value: String
    }

    struct File: Sendable, Equatable {
        /// As the sender calls it.
        let name: String
        let content: [UInt8]
    }

    static let contentType = "application/x-www-form-urlencoded"
    static let standardLimit = 64 << 10
    static let mostFields = 5000

    private(set) var fields: [Field]
    /// Those that were chosen, by the fields' names.
    private(set) var files: [String: File] = [:]

    init(_ fields: [Field] = []) { self.fields = fields }

    /// - Parameter limit: Most bytes taken.
    /// - Throws: `Problem` 413 when it is longer or has too many fields, 415 when it is declared as something else than
    ///   forms are sent as, 400 when it isn't what it is declared as.
    init(_ request: Request, limit: Int) async throws {
        let bytes = try await request.bytes(limit: limit)
        guard bytes.readableBytes > 0 else {
            self.init()
            return
        }
        guard let form = try Self.read(bytes, as: request) else {
            throw Problem(.badRequest, "invalid_encoding", "The form is not percent-encoded UTF-8 text.")
        }
        guard form.fields.count <= Self.mostFields else { throw Problem.tooLarge(limit) }
        self = form
    }

    private static func read(_ bytes: ByteBuffer, as request: Request) throws -> FormBody? {
        switch request.contentType {
        case contentType: return String(validating: bytes.readableBytesView, as: UTF8.self).flatMap(FormBody.init)
        case MultipartForm.contentType:
            guard let boundary = request.headers[.contentType].flatMap(MultipartForm.boundary),
                let parts = MultipartForm.parts(of: Data(bytes.readableBytesView), boundary: boundary)
            else { return nil }
            return FormBody(parts: parts)
        default: throw Problem(.unsupportedMediaType, "unsupported_type", "Send the form as \(contentType).")
        }
    }

    /// Nil when a text isn't UTF-8.
    init?(parts: [MultipartForm.Part]) {
        self.init()
        for part in parts {
            if let name = part.fileName {
                // A field for a file that was left empty.
                if name.isEmpty, part.content.isEmpty { continue }
                files[part.name] = File(name: name, content: Array(part.content))
            } else {
                guard let text = String(validating: part.content, as: UTF8.self) else { return nil }
                fields.append(Field(name: part.name, value: text.replacing("\r\n", with: "\n")))
            }
        }
    }

    /// Nil when it isn't percent-encoded UTF-8.
    init?(encoded text: String) {
        var fields: [Field] = []
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentDecoding.anyText(parts[0], plusIsSpace: true),
                let value = parts.count > 1 ? PercentDecoding.anyText(parts[1], plusIsSpace: true) : ""
            else { return nil }
            // Browsers end the lines of what was typed with both.
            fields.append(Field(name: name, value: value.replacing("\r\n", with: "\n")))
        }
        self.init(fields)
    }

    /// As a browser would send it.
    var encoded: String {
        fields.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    /// The text of the field, and of its last one where there are several: a checkbox may stand behind a hidden field.
    /// Empty when there is none.
    subscript(name: String) -> String { fields.last { $0.name == name }?.value ?? "" }

    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    func without(_ isLeftOut: (String) -> Bool) -> FormBody { FormBody(fields.filter { !isLeftOut($0.name) }) }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
