import Foundation
import Marketplace

/// The token that only our own pages know of a session. In pages it is masked anew each time, so that the length of a
/// compressed page, which also shows what others made a browser ask for, tells nothing about it.
enum CSRFToken {
    static func text(for session: OpaqueToken) -> String {
        let token = Array(session.csrfToken.text.utf8)
        let mask = token.map { _ in UInt8.random(in: .min ... .max) }
        return "m" + hex(mask) + hex(zip(token, mask).map { $0 ^ $1 })
    }

    /// Whether it is the session's token, masked or as it is.
    static func isRight(_ text: String, for session: OpaqueToken) -> Bool {
        let given = unmasked(text).flatMap { OpaqueToken($0) } ?? OpaqueToken(text)
        return given?.hash == session.csrfToken.hash
    }

    private static func unmasked(_ text: String) -> String? {
        guard text.utf8.first == UInt8(ascii: "m"), let bytes = bytes(text.dropFirst()),
            bytes.count.isMultiple(of: 2)
        else { return nil }
        let half = bytes.count / 2
        return String(
            validating: zip(bytes.prefix(half), bytes.suffix(half)).map { $0 ^ $1 }, as: UTF8.self)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        guard (2...1024).contains(text.utf8.count), text.utf8.count.isMultiple(of: 2) else { return nil }
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
