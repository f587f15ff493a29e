import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct SignUpPagesTests {
    private static func typed(email: String = Member.newEmail(), phone: String = "") -> [String: String] {
        [
            "name": "முருகன் <b>", "email": email, "phone": phone, "password": Member.password, "role": "provider",
            "consent.terms": "true",
        ]
    }

    @Test func `an account is made in the page's language, with the consent that was given, and is signed in`()
        async throws
    {
        let browser = Browser(server, language: "ta")
        let email = Member.newEmail()
        let form = try await browser.open("/sign-up").form("/sign-up")
        let page = try await browser.submit(form, Self.typed(email: email, phone: Member.newPhone()))
        #expect(page.address == "/provider?done=accounts.signed_up")
        let isIn = await browser.isSignedIn
        #expect(isIn)
        let (name, role, language, terms, offers) = try await server.pool.query(
            """
            SELECT name, role, language, terms_accepted_at IS NOT NULL, offers_accepted_at IS NOT NULL
            FROM users WHERE email = \(email)
            """)[0].decode(String.self, String.self, String.self, Bool.self, Bool.self)
        #expect(name == "முருகன் <b>" && role == "provider" && language == "ta" && terms && !offers)
    }

    @Test func `all that is wrong is told at once, and all that was typed is there again but the password`()
        async throws
    {
        let browser = Browser(server)
        let words = Site.current[.english].words
        let empty = try await browser.open("/sign-up")
        let form = try empty.form("/sign-up")
        #expect(form.fields["role"] == "customer")
        #expect(empty.html.contains("autocomplete=\"new-password\" aria-describedby=\"f-password-hint\""))
        let refused = try await browser.submit(
            form,
            ["name": "", "email": "<b>@x", "phone": "12", "password": "long enough a password", "role": "provider"])
        #expect(refused.status == 422)
        #expect(refused.error(of: "name") == words.text("accounts.field.name.missing"))
        #expect(refused.error(of: "email") == words.text("accounts.field.email.wrong"))
        #expect(refused.error(of: "phone") == words.text("accounts.field.phone.wrong"))
        #expect(refused.error(of: "consent.terms") == words.text("errors.terms_not_accepted"))
        let again = try refused.form("/sign-up").fields
        #expect(again["email"] == "<b>@x" && again["phone"] == "12" && again["role"] == "provider")
        #expect(!refused.html.contains("long enough a password") && !refused.html.contains("<b>@x"))
    }

    @Test(arguments: [
        (["password": "short"], "password", "errors.password_too_short"),
        (["password": "qwertyuiop12"], "password", "errors.password_too_common"),
        (["email": "", "phone": ""], "phone", "errors.not_reachable"),
        (["role": "admin"], "role", "errors.role_not_allowed"),
        (["role": ""], "role", "accounts.field.role.missing"),
    ])
    func `what the rules forbid is told beside the field`(
        change: [String: String], field: String, key: String
    ) async throws {
        for language in Language.allCases {
            let browser = Browser(server, language: language.rawValue)
            let form = try await browser.open("/sign-up").form("/sign-up")
            let page = try await browser.submit(form, Self.typed().merging(change) { $1 })
            #expect(page.status == 422 && page.error(of: field) == Site.current[language].words.text(key))
        }
    }

    @Test func `an address that has an account is told so beside the field`() async throws {
        let member = try await server.member()
        let browser = Browser(server)
        let form = try await browser.open("/sign-up").form("/sign-up")
        let page = try await browser.submit(form, Self.typed(email: member.email))
        #expect(page.status == 422)
        #expect(page.error(of: "email") == Site.current[.english].words.text("errors.email_taken"))
        // Two clicks of one person are the same.
        let email = Member.newEmail()
        async let first = browser.submit(form, Self.typed(email: email))
        async let second = Browser(server).submit(form, Self.typed(email: email))
        let statuses = try await [first.status, second.status].sorted()
        #expect(statuses.contains(422) && statuses[0] != 500)
        let count = try await server.pool.query("SELECT count(*) FROM users WHERE email = \(email)")[0].decode(
            Int64.self)
        #expect(count == 1)
    }
}
