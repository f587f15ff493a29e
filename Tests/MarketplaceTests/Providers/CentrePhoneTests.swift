import Marketplace
import Testing

struct CentrePhoneTests {
    @Test(arguments: [
        "9840012345", "98400 12345", "98400-12345", "098400 12345", "+91 98400 12345", "+919840012345",
        "+91-98400-12345",
        "0091 98400 12345", "919840012345", "91 98400 12345", "(+91) 98400.12345", "+91 (0) 98400 12345",
        "98400\u{2013}12345", "\u{A0}98400 12345", "௯௮௪௦௦ ௧௨௩௪௫",
    ])
    func `a mobile number in any usual notation is one number`(typed: String) {
        #expect(CentrePhone(typed)?.text == "+919840012345")
    }

    @Test(arguments: ["044-2852 1234", "(044) 28521234", "+91 44 2852 1234", "44 28521234", "+91 (0)44 2852-1234"])
    func `a landline is taken with its area code`(typed: String) {
        #expect(CentrePhone(typed)?.text == "+914428521234")
    }

    @Test(arguments: [
        "", "+", "2852 1234", "12345", "5840012345", "+1 212 555 0123", "98400 1234", "98400 123456", "+91 98400 1234x",
        "9840012345 ext 5", "98400+12345", "++919840012345", "9840012345\n", "9840012345;DROP",
        "00919840012345678", "+9198400123456", String(repeating: "9", count: 100_000), "1800 425 1234",
    ])
    func `what nobody in the south can be rung by is refused`(typed: String) {
        #expect(CentrePhone(typed) == nil)
    }
}
