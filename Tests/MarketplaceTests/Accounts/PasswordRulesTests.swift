import Testing

@testable import Marketplace

struct PasswordRulesTests {
    @Test(arguments: [
        "correct horse battery", "கடல் அலை மேகம் மலை", "12 characters", "            a", "vq0-8.x/2kdj",
        String(repeating: "long and dull ", count: 18),
    ])
    func `a long password that is not common is taken, whatever it is made of`(password: String) throws {
        try PasswordRules.check(password)
    }

    @Test(arguments: ["", "short", "eleven char", "நிநிநிநிநிநிநிநிநிநிநி"])
    func `fewer than twelve characters are too few, as a person counts them`(password: String) {
        #expect(throws: AccountError.passwordTooShort) { try PasswordRules.check(password) }
    }

    @Test func `more than 256 characters are too many, and a megabyte is not even looked at`() {
        #expect(throws: AccountError.passwordTooLong) { try PasswordRules.check(String(repeating: "ab", count: 129)) }
        #expect(throws: AccountError.passwordTooLong) {
            try PasswordRules.check(String(repeating: "x", count: 1 << 20))
        }
        // One character to the eye.
        let stacked = "a" + String(repeating: "\u{301}", count: 1 << 19)
        #expect(throws: AccountError.passwordTooLong) { try PasswordRules.check(stacked) }
    }

    @Test(arguments: [
        "123456789012", "qwertyuiop12", "passwordpassword", "Password1234", "PASSWORD123!", "iloveyouforever",
        "ｐａｓｓｗｏｒｄ１２３４", "1qaz2wsx3edc", "admin1234567",
    ])
    func `a password that many have is refused, in any case and width`(password: String) {
        #expect(throws: AccountError.passwordTooCommon) { try PasswordRules.check(password) }
    }

    @Test func `the list is there whole`() {
        #expect(CommonPasswords.count == 98_950)
    }
}
