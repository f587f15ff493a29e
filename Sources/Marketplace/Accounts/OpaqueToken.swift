import Crypto
import Foundation

/// A random secret that only its holder knows; we store its hash.
package struct OpaqueToken: Sendable, Equatable {
    /// base64url without padding.
    package let text: String

    /// - Parameter bytes: Of randomness; 16 is 128 bits.
    package static func random(bytes: Int = 32) -> OpaqueToken {
        var generator = SystemRandomNumberGenerator()
        return OpaqueToken(Data((0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }))
    }

    /// What a client sent: nil when it has not the form of a token, so that no query is made for it.
    package init?(_ text: some StringProtocol) {
        guard (16...128).contains(text.utf8.count), text.utf8.allSatisfy(Self.isURLSafe) else { return nil }
        self.text = String(text)
    }

    private init(_ data: Data) {
        text = data.base64URL
    }

    /// SHA-256 of the text: enough for a secret that can't be guessed, and quick to look up.
    package var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    /// A second secret that follows from this one, for one purpose; knowing it doesn't give this one away.
    package func derived(for purpose: String) -> OpaqueToken {
        let key = SymmetricKey(data: Data(text.utf8))
        return OpaqueToken(Data(HMAC<SHA256>.authenticationCode(for: Data(purpose.utf8), using: key)))
    }

    private static func isURLSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
