import Foundation
import Testing

@testable import Marketplace

struct TOTPTests {
    /// RFC 6238, appendix B, the rows for SHA-1.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `the standard's vectors hold`(time: Int, code: String) {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        let step = TOTP.step(at: Date(timeIntervalSince1970: Double(time)))
        #expect(totp.code(step: step, digits: 8) == code)
        #expect(totp.code(step: step) == String(code.suffix(6)))
    }

    /// RFC 4226, appendix D.
    @Test func `the codes of the first ten counters are the standard's`() {
        let totp = TOTP(secret: Array("12345678901234567890".utf8))
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        #expect((0..<10).map { totp.code(step: $0) } == codes)
    }

    @Test func `a code is good in its own step and in those beside it`() {
        let totp = TOTP.random()
        let step: Int64 = 59_000_000
        let code = totp.code(step: step)
        for (seconds, isGood) in [
            (-31, false), (-30, true), (-1, true), (0, true), (29, true), (59, true), (60, false),
        ] {
            let time = Date(timeIntervalSince1970: Double(step * 30) + Double(seconds))
            #expect((totp.step(of: code, at: time, after: nil) == step) == isGood, "\(seconds) s")
        }
    }

    @Test func `a code that was used, or an older one, is good no more`() {
        let totp = TOTP.random()
        let time = Date(timeIntervalSince1970: 1_790_000_000)
        let step = TOTP.step(at: time)
        #expect(totp.step(of: totp.code(step: step), at: time, after: step) == nil)
        #expect(totp.step(of: totp.code(step: step - 1), at: time, after: step) == nil)
        #expect(totp.step(of: totp.code(step: step + 1), at: time, after: step) == step + 1)
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "௧௨௩௪௫௬", "-12345", "1e5", "000000\u{0}"])
    func `what isn't six digits is no code`(text: String) {
        let totp = TOTP.random()
        #expect(totp.step(of: text, at: Date(), after: nil) == nil)
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `base32 is the standard's`(plain: String, encoded: String) {
        #expect(Base32.text(Array(plain.utf8)) == encoded)
    }

    @Test func `a recovery code is read however it is typed`() throws {
        let code = RecoveryCode.random()
        #expect(code.text.count == 29)
        for typed in [code.text, code.text.lowercased(), code.text.replacing("-", with: ""), " \(code.text) "] {
            #expect(RecoveryCode(typed) == code)
        }
        for other in ["", "123456", String(code.text.dropLast()), code.text + "A", String(repeating: "0", count: 24)] {
            #expect(RecoveryCode(other) == nil)
        }
        #expect(Set((0..<1000).map { _ in RecoveryCode.random().text }).count == 1000)
    }
}
