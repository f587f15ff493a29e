import Crypto
import Foundation

/// A code on paper, for those who lost their app: 120 random bits in base32, which has neither 0 nor 1 to misread.
/// With so many bits a plain hash is enough (OWASP ASVS 5.0, 6.5.2), and nobody can guess one.
struct RecoveryCode: Sendable, Equatable {
    static let count = 10
    private static let byteCount = 15
    private static let length = 24

    /// Upper case, without hyphens.
    private let canonical: String

    static func random() -> RecoveryCode {
        let bytes = SymmetricKey(size: .init(bitCount: byteCount * 8)).withUnsafeBytes { Array($0) }
        return RecoveryCode(canonical: Base32.text(bytes))
    }

    /// As a person typed it: in any case, with hyphens and spaces anywhere. Nil when it can't be one.
    init?(_ text: String) {
        let canonical = text.uppercased().filter { $0 != "-" && !$0.isWhitespace }
        guard canonical.utf8.count == Self.length, canonical.utf8.allSatisfy(Self.isBase32) else { return nil }
        self.canonical = canonical
    }

    private init(canonical: String) { self.canonical = canonical }

    /// In groups of four.
    var text: String {
        stride(from: 0, to: Self.length, by: 4).map { String(canonical.dropFirst($0).prefix(4)) }
            .joined(separator: "-")
    }

    var hash: [UInt8] { Array(SHA256.hash(data: Data(canonical.utf8))) }

    private static func isBase32(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains(byte)
    }
}
