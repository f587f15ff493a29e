import Crypto
import Foundation

/// The gateway's signatures: HMAC-SHA256 in hexadecimal digits. Compared in constant time.
package enum GatewaySignature {
    /// Whether a webhook was signed with one of the secrets.
    ///
    /// - Parameters:
    ///   - body: As it came, byte for byte.
    ///   - secrets: Two while one replaces the other; an empty one signs nothing.
    package static func isValid(_ signature: String, webhook body: some DataProtocol, secrets: [String]) -> Bool {
        guard let given = digest(hex: signature) else { return false }
        // All are tried, so that the time doesn't tell which one it was.
        return secrets.reduce(false) { found, secret in
            let matches = !secret.isEmpty && isValid(given, for: body, secret: secret)
            return matches || found
        }
    }

    /// Whether what the checkout brought back comes from the gateway.
    ///
    /// - Parameter keySecret: The API's, not a webhook's.
    package static func isValid(_ signature: String, orderID: String, paymentID: String, keySecret: String) -> Bool {
        // With the separator inside an id, two pairs would have one signature.
        guard !keySecret.isEmpty, let given = digest(hex: signature), !orderID.contains("|"), !paymentID.contains("|")
        else { return false }
        return isValid(given, for: Data("\(orderID)|\(paymentID)".utf8), secret: keySecret)
    }

    private static func isValid(_ given: [UInt8], for data: some DataProtocol, secret: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            given, authenticating: data, using: SymmetricKey(data: Data(secret.utf8)))
    }

    /// - Returns: Nil unless these are the 64 digits of a digest.
    private static func digest(hex text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count == 2 * SHA256.byteCount else { return nil }
        var bytes: [UInt8] = []
        for position in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(of: digits[position]), let low = value(of: digits[position + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
