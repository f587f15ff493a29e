import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// `/account` and the pages below it.
@Suite(.server) struct AccountPagesTests {
    private var words: Words { Site.current[.english].words }

    @Test(arguments: Language.allCases) func `every page of an account is there for everybody`(
        language: Language
    ) async throws {
        let words = Site.current[language].words
        for role in Role.allCases {
            let browser = Browser(
                server, as: try await server.person(role, name: "<b>Mala"), choosing: language)
            for (path, title) in [
                ("/account", "account"), ("/account/password", "password"), ("/account/sessions", "sessions"),
                ("/account/second-factor", "factor"), ("/account/export", "export"), ("/account/erase", "erase"),
            ] {
                let page = try await browser.open(path)
                #expect(page.status == 200 && page.title.hasPrefix(words.text("accounts.\(title).title")), "\(path)")
                #expect(!page.html.contains("<b>Mala"))
            }
        }
    }

    @Test func `name, language and consent change at once, and the page follows the language`() async throws {
        let member = try await server.member()
        let browser = Browser(server, as: try await server.signIn(member))
        let form = try await browser.open("/account").form("/account")
        #expect(form.fields["email"] == member.email && form.fields["phone"] == member.phone)
        let page = try await browser.submit(
            form, ["name": "மாலா <i>", "language": "ta", "consent.offers": "true"])
        #expect(page.status == 200 && page.text.contains(Site.current[.tamil].words.text("accounts.done.saved")))
        #expect(page.html.contains("<html lang=\"ta\"") && page.html.contains("மாலா &lt;i&gt;"))
        let profile = try await UserProfile.find(member.id, on: server.pool)
        #expect(profile.name == "மாலா <i>" && profile.language == .tamil && profile.offersAcceptedAt != nil)
        // A box that isn't ticked takes the consent back.
        _ = try await browser.submit(form, ["language": "en"])
        #expect(try await UserProfile.find(member.id, on: server.pool).offersAcceptedAt == nil)
    }

    @Test func `another address or number takes the password, and what is wrong is told beside the field`()
        async throws
    {
        let (member, other) = (try await server.member(), try await server.member())
        let browser = Browser(server, as: try await server.signIn(member))
        let form = try await browser.open("/account").form("/account")
        let email = Member.newEmail()
        let without = try await browser.submit(form, ["email": email, "name": "Someone else"])
        #expect(without.status == 422)
        #expect(without.error(of: "current_password") == words.text("errors.wrong_password"))
        #expect(try without.form("/account").fields["email"] == email)
        let taken = try await browser.submit(form, ["email": other.email, "current_password": member.password])
        #expect(taken.status == 422 && taken.error(of: "email") == words.text("errors.email_taken"))
        #expect(!taken.html.contains(member.password))
        let wrong = try await browser.submit(form, ["name": "", "phone": "12"])
        #expect(wrong.error(of: "name") == words.text("accounts.field.name.missing"))
        #expect(wrong.error(of: "phone") == words.text("accounts.field.phone.wrong"))
        let changed = try await browser.submit(form, ["email": email, "current_password": member.password])
        #expect(changed.status == 200 && changed.text.contains(words.text("accounts.email_unverified")))
        #expect(try await UserProfile.find(member.id, on: server.pool).email == email)
    }

    @Test func `a new password ends all other sessions and keeps this one`() async throws {
        let member = try await server.member()
        let elsewhere = Browser(server, as: try await server.signIn(member))
        let browser = Browser(server, as: try await server.signIn(member))
        let form = try await browser.open("/account/password").form("/account/password")
        let refused = try await browser.submit(form, ["current_password": "not this one", "new_password": "short"])
        #expect(refused.status == 422 && refused.error(of: "new_password") == words.text("errors.password_too_short"))
        let wrong = try await browser.submit(
            form, ["current_password": "not this one", "new_password": "irons are warm today"])
        #expect(wrong.error(of: "current_password") == words.text("errors.wrong_password"))
        #expect(!wrong.html.contains("irons are warm"))
        let done = try await browser.submit(
            form, ["current_password": member.password, "new_password": "irons are warm today"])
        #expect(done.status == 200 && done.address == "/account?done=accounts.password_changed")
        #expect(try await elsewhere.send(.get, "/account", follows: false).status == 303)
    }

    @Test func `sessions are listed by their device, and ended one by one or all but this one`() async throws {
        let member = try await server.member()
        let browser = Browser(server, as: try await server.signIn(member))
        var others: [Browser] = []
        for _ in 0..<3 {
            let firefox: HTTPFields = [.userAgent: "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Firefox/128.0 <b>"]
            let cookie = try #require(try await server.login(member, headers: firefox).sessionCookie)
            others.append(Browser(server, as: Person(id: member.id, role: .customer, cookie: cookie)))
        }
        let page = try await browser.open("/account/sessions")
        #expect(page.text.contains("Firefox, Android") && !page.html.contains("<b>"))
        #expect(page.html.matches(of: /name="session"/).count == 4)
        let newest = try #require(page.forms("/account/sessions").first { $0.fields["session"] != "" })
        let one = try await browser.submit(newest)
        #expect(one.address == "/account/sessions?done=accounts.session_ended")
        #expect(try await others[2].send(.get, "/account", follows: false).status == 303)
        #expect(try await browser.submit(newest).status == 404, "it is over")
        let rest = try #require(one.forms("/account/sessions").first { $0.fields["others"] == "true" })
        let alone = try await browser.submit(rest)
        #expect(alone.html.matches(of: /name="session"/).count == 1 && alone.forms("/account/sessions").count == 1)
        #expect(try await others[0].send(.get, "/account", follows: false).status == 303)
        // Somebody else's isn't there.
        let stranger = Browser(server, as: try await server.person(.customer))
        let form = try #require(try await stranger.open("/account/sessions").forms("/account/sessions").first)
        let own = try #require(alone.forms("/account/sessions").first).fields["session"]
        #expect(try await stranger.submit(form, ["session": own]).status == 404)
        let out = try await browser.submit(try #require(alone.forms("/account/sessions").first))
        #expect(out.address == "/?done=accounts.signed_out")
    }

    @Test func `erasing takes the password and a tick, and then nothing personal is left`() async throws {
        let member = try await server.member(role: "provider")
        let browser = Browser(server, as: try await server.signIn(member, role: .provider))
        let page = try await browser.open("/account/erase")
        #expect(page.text.contains(words.text("accounts.erase.centres")))
        #expect(page.text.contains(words.text("accounts.erase.bookings")), "what is called off is told beforehand")
        let form = try page.form("/account/erase")
        let unsure = try await browser.submit(form, ["current_password": member.password])
        #expect(unsure.status == 422 && unsure.error(of: "sure") == words.text("accounts.field.sure.missing"))
        let wrong = try await browser.submit(form, ["current_password": "not this one", "sure": "true"])
        #expect(wrong.error(of: "current_password") == words.text("errors.wrong_password"))
        #expect(try await UserProfile.find(member.id, on: server.pool).email == member.email)
        let gone = try await browser.submit(form, ["current_password": member.password, "sure": "true"])
        #expect(gone.address == "/?done=accounts.erased" && gone.text.contains(words.text("accounts.done.erased")))
        let isIn = await browser.isSignedIn
        #expect(!isIn)
        let (email, status) = try await server.pool.query(
            "SELECT email, status FROM users WHERE id = \(member.id)")[0].decode(String?.self, String.self)
        #expect(email == nil && status == "erased")
    }
}
