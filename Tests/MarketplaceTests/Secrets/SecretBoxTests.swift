import Testing

@testable import Marketplace

struct SecretBoxTests {
    private let plain: [UInt8] = Array("twenty bytes of text".utf8)

    private func key(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    private func box(_ current: UInt8, older: [UInt8] = []) throws -> SecretBox {
        SecretBox(try #require(MasterKeys(key(current), older: older.map(key))))
    }

    @Test func `what is sealed opens for the same purpose and for no other`() throws {
        let box = try box(1)
        let sealed = try box.seal(plain, for: "second-factor:42")
        #expect(try box.open(sealed, for: "second-factor:42") == plain)
        for other in ["second-factor:43", "second-factor:4", "signing-key:42", ""] {
            #expect(throws: SecretBoxError.unreadable) { try box.open(sealed, for: other) }
        }
    }

    @Test func `the same text is sealed otherwise each time`() throws {
        let box = try box(1)
        #expect(try box.seal(plain, for: "a") != box.seal(plain, for: "a"))
        #expect(try box.open(box.seal([], for: "a"), for: "a") == [])
    }

    @Test func `a change of any byte is noticed`() throws {
        let box = try box(1)
        let sealed = try box.seal(plain, for: "a")
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: SecretBoxError.self) { try box.open(changed, for: "a") }
        }
        for length in 0..<sealed.count {
            #expect(throws: SecretBoxError.self) { try box.open(Array(sealed.prefix(length)), for: "a") }
        }
    }

    @Test func `a key that has been replaced still opens, and the new one seals`() throws {
        let before = try box(1)
        let after = try box(2, older: [1])
        let sealed = try before.seal(plain, for: "a")
        #expect(try after.open(sealed, for: "a") == plain)
        #expect(after.isOutdated(sealed) && !before.isOutdated(sealed))
        let renewed = try after.seal(plain, for: "a")
        #expect(!after.isOutdated(renewed))
        #expect(throws: SecretBoxError.sealedWithAnotherKey) { try before.open(renewed, for: "a") }
        #expect(throws: SecretBoxError.sealedWithAnotherKey) { try box(3).open(sealed, for: "a") }
    }

    @Test func `keys that are too short, too long or not base64 are refused`() {
        #expect(MasterKeys([UInt8](repeating: 0, count: 31)) == nil)
        #expect(MasterKeys([UInt8](repeating: 0, count: 32), older: [[]]) == nil)
        #expect(MasterKeys(base64: []) == nil)
        #expect(MasterKeys(base64: [""]) == nil)
        #expect(MasterKeys(base64: ["not base64 !"]) == nil)
        #expect(MasterKeys(base64: [MasterKeys.randomText(), "AAAA"]) == nil)
        #expect(MasterKeys(base64: [MasterKeys.randomText(), MasterKeys.randomText()]) != nil)
    }

    @Test func `keys show in no description`() throws {
        let text = MasterKeys.randomText()
        let keys = try #require(MasterKeys(base64: [text]))
        var dumped = ""
        dump(keys, to: &dumped)
        for shown in ["\(keys)", String(reflecting: keys), dumped] { #expect(!shown.contains(text.prefix(8))) }
        #expect("\(keys)" == "1 secret keys")
    }
}
