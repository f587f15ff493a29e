import Foundation
import Postgres

/// An e-mail address in the one form in which it is stored and compared: lower case, ASCII.
///
/// Providers treat the local part without regard to case, so two accounts that differ in case alone would be one
/// person's. Letters beyond ASCII are refused: many look like ASCII ones, and would let an address pose as another.
package struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package var description: String { text }

    package init?(_ text: String) {
        let address = text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        guard Self.isASCII(text), (3...254).contains(address.utf8.count),
            case let parts = address.split(separator: "@", omittingEmptySubsequences: false), parts.count == 2,
            Self.isLocal(parts[0]), Self.isDomain(parts[1])
        else { return nil }
        self.text = address
    }

    /// Why `text` is not an address, after "must".
    package static func expectation(for text: String) -> String {
        isASCII(text)
            ? "be an e-mail address, as in name@example.org"
            : "be written in plain letters a to z: it has letters of another script, which may look the same"
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

    private static func isLocal(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isLocalByte)
            && !text.hasPrefix(".") && !text.hasSuffix(".") && !text.contains("..")
    }

    /// What RFC 5321 allows without quotes.
    private static func isLocalByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || ".!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last, !top.utf8.allSatisfy(isDigit) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
