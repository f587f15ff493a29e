import Crypto
import Foundation

/// Time-based one-time passwords (RFC 6238 over RFC 4226): HMAC-SHA-1, 6 digits, 30 seconds; the only
/// combination that every authenticator app understands.
struct TOTP: Sendable {
    static let step_s = 30
    static let digits = 6
    /// 160 bits, as RFC 4226 recommends.
    static let secretLength = 20

    let secret: [UInt8]

    static func random() -> TOTP {
        TOTP(secret: SymmetricKey(size: .init(bitCount: secretLength * 8)).withUnsafeBytes { Array($0) })
    }

    static func step(at time: Date) -> Int64 { Int64((time.timeIntervalSince1970 / Double(step_s)).rounded(.down)) }

    /// The code of a step, by RFC 4226, section 5.3.
    func code(step: Int64, digits: Int = digits) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(hash[hash.count - 1] & 0xF)
        let number = hash[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(number % Self.powersOfTen[digits])
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code was given: the present one, the one before or the one after, since clocks differ and
    /// people take their time.
    ///
    /// - Parameter used: Of the newest code that was accepted before; that one and older ones never are again.
    func step(of code: String, at time: Date, after used: Int64?) -> Int64? {
        let now = Self.step(at: time)
        return [now, now - 1, now + 1].first { $0 > used ?? .min && Self.isEqual(self.code(step: $0), code) }
    }

    /// In a time that doesn't depend on where they differ.
    private static func isEqual(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        return one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static let powersOfTen: [UInt32] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
    ]
}
