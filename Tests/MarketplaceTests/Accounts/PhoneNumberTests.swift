import Testing

@testable import Marketplace

struct PhoneNumberTests {
    @Test(arguments: [
        "9876543210", "+919876543210", "+91 98765 43210", "+91-98765-43210", "0091 98765 43210", "00919876543210",
        "09876543210", "0 98765 43210", "919876543210", "91-9876543210", "+91 (98765) 43210", "(+91) 9876543210",
        "+91 (0) 98765 43210", "+91.98765.43210", "98765/43210", " 98765\u{A0}43210 ", "98765–43210",
        "௯௮௭௬௫௪௩௨௧௦", "+௯௧ ௯௮௭௬௫ ௪௩௨௧௦", "९८७६५४३२१०", "９８７６５４３２１０", "＋91 98765 43210",
        "\u{202A}+91 98765 43210\u{202C}", "\u{200E}98765 43210",
    ])
    func `every common way to write a number gives the same one`(text: String) {
        #expect(PhoneNumber(text)?.text == "+919876543210")
    }

    @Test func `a number that begins with 91 keeps its digits`() {
        #expect(PhoneNumber("9198765432")?.text == "+919198765432")
        #expect(PhoneNumber("09198765432")?.text == "+919198765432")
        #expect(PhoneNumber("919198765432")?.text == "+919198765432")
    }

    @Test(arguments: [
        "", "+", "12345", "5876543210", "98765432101", "+1 202 555 0123", "+44 20 7946 0018", "98765 4321o",
        "98765 43210 ext 2", "++919876543210", "9876543210+", "044 2345 6789", "'; DROP TABLE users; --", "½876543210",
        String(repeating: "9", count: 1000), "+91+9876543210", "0000009876543210",
    ])
    func `what is no Indian mobile number is refused`(text: String) {
        #expect(PhoneNumber(text) == nil)
    }
}
