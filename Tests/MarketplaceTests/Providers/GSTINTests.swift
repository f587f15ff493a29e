import Marketplace
import Testing

struct GSTINTests {
    /// Published examples and registrations of well-known companies.
    @Test(arguments: [
        "27AAPFU0939F1ZV", "29AAGCB7383J1Z4", "33AAACH7409R1Z8", "24AAACC1206D1ZM", "27AAACR5055K1Z7",
        "06AAACB2894G1ZR",
    ])
    func `a number with its check character is taken`(text: String) {
        #expect(GSTIN(text)?.text == text)
    }

    @Test func `small letters, spaces and hyphens are put right`() {
        #expect(GSTIN(" 27aapfu0939f1zv")?.text == "27AAPFU0939F1ZV")
        #expect(GSTIN("27-AAPFU0939F-1Z-V")?.text == "27AAPFU0939F1ZV")
        #expect(GSTIN("27 AAPFU 0939 F 1 Z V")?.stateCode == "27")
    }

    @Test(arguments: [
        "", "27AAPFU0939F1Z", "27AAPFU0939F1ZVV", "27AAPFU0939F1ZO", "00AAPFU0939F1ZV", "39AAPFU0939F1ZV",
        "27AAPFU0939F0ZV", "27AAPFU0939F1XV", "2AAAPFU0939F1ZV", "27AAPF00939F1ZV", "27AAPFU093AF1ZV",
        "27AAPFU0939F1ZＶ",
        "௨௭AAPFU0939F1ZV", "27AAPFU0939F1Z\u{301}V", String(repeating: "2", count: 100_000),
    ])
    func `what is no GSTIN is refused`(text: String) {
        #expect(GSTIN(text) == nil)
    }

    @Test func `one wrong character, or two neighbours swapped, is noticed`() throws {
        let right = Array("27AAPFU0939F1ZV")
        for index in right.indices {
            for other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where other != right[index] {
                var wrong = right
                wrong[index] = other
                #expect(GSTIN(String(wrong)) == nil, "\(String(wrong))")
            }
        }
        for index in right.indices.dropLast() where right[index] != right[index + 1] {
            var wrong = right
            wrong.swapAt(index, index + 1)
            #expect(GSTIN(String(wrong)) == nil, "\(String(wrong))")
        }
    }
}
