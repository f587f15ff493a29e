import Foundation
import Hummingbird
import NIOCore

/// What a form sent (`application/x-www-form-urlencoded`): names and text, in the order of the page.
struct FormBody: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        let name: String
        let value: String
    }

    static let standardLimit = 64 << 10
    static let mostFields = 5000

    private(set) var fields: [Field]

    init(_ fields: [Field] = []) { self.fields = fields }

    /// - Parameter limit: Most bytes taken.
    /// - Throws: `Problem` 413 when it is longer or has too many fields, 415 when it is declared as something else, 400
    ///   when it isn't percent-encoded UTF-8.
    init(_ request: Request, limit: Int) async throws {
        let bytes = try await request.bytes(limit: limit)
        guard bytes.readableBytes > 0 else {
            self.init()
            return
        }
        guard request.contentType == "application/x-www-form-urlencoded" else {
            throw Problem(
                .unsupportedMediaType, "unsupported_type", "Send the form as application/x-www-form-urlencoded.")
        }
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self), let form = FormBody(encoded: text)
        else { throw Problem(.badRequest, "invalid_encoding", "The form is not percent-encoded UTF-8 text.") }
        guard form.fields.count <= Self.mostFields else { throw Problem.tooLarge(limit) }
        self = form
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
