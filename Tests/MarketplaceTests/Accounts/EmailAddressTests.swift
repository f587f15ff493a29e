import Testing

@testable import Marketplace

struct EmailAddressTests {
    @Test(arguments: [
        ("Someone@Example.ORG", "someone@example.org"), ("  a@b.in\n", "a@b.in"),
        ("a.b+c@x-y.co.in", "a.b+c@x-y.co.in"),
        ("O'Neil@example.com", "o'neil@example.com"), ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
    ])
    func `an address has one form`(text: String, form: String) {
        #expect(EmailAddress(text)?.text == form)
    }

    @Test(arguments: [
        "", "@", "a@", "@b.in", "a@b", "a b@c.in", "a@b@c.in", "a@-b.in", "a@b-.in", "a@b..in", ".a@b.in", "a.@b.in",
        "a..b@c.in", "a@127.0.0.1", "a@[127.0.0.1]", "\"a b\"@c.in", "a@b.in\0", "a\r\nBcc: x@y.in", "<a@b.in>",
        "a@b.in,c@d.in", String(repeating: "a", count: 65) + "@b.in", "a@" + String(repeating: "b.", count: 130) + "in",
    ])
    func `what is no address is refused`(text: String) {
        #expect(EmailAddress(text) == nil)
        #expect(EmailAddress.expectation(for: text).contains("name@example.org"))
    }

    /// Cyrillic a, full width, Kelvin sign (whose lower case is an ASCII k), long s, Tamil, an invisible character.
    @Test(arguments: [
        "аdmin@example.org", "admin＠example.org", "\u{212A}umar@example.org", "u\u{17F}er@example.org", "அ@example.org",
        "ad\u{200B}min@example.org", "admin@exаmple.org",
    ])
    func `letters that look like others are refused, and the reason is said`(text: String) {
        #expect(EmailAddress(text) == nil)
        #expect(EmailAddress.expectation(for: text).contains("another script"))
    }
}
