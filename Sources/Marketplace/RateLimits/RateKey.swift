import Crypto
import Foundation

/// Makes the keys under which the database counts: a keyed hash, which gives nobody's address or e-mail away.
struct RateKey: Sendable {
    private let secret: SymmetricKey

    init(secret: [UInt8]) { self.secret = SymmetricKey(data: secret) }

    /// Parts are kept apart by their lengths. A limit whose period is changed begins to count anew.
    func callAsFunction(_ limit: RateLimit, _ rule: RateRule, _ parts: [String]) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: secret)
        for part in [limit.rawValue, String(rule.period_s)] + parts {
            withUnsafeBytes(of: UInt64(part.utf8.count).littleEndian) { hmac.update(data: $0) }
            hmac.update(data: Data(part.utf8))
        }
        return Array(hmac.finalize().prefix(16))
    }
}
