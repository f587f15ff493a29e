import Foundation
import Gateways
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// The pages to which mails lead.
struct PasswordPagesTests {
    private var words: Words { Site.current[.english].words }

    @Test func `whoever forgot their password gets a link, and sets a new one by it, once`() async throws {
        try await withServer { server in
            let member = try await server.member()
            try await Postbox.with(server) { postbox in
                let browser = Browser(server)
                let form = try await browser.open("/password/forgot").form("/password/forgot")
                let wrong = try await browser.submit(form, ["email": "<b>@"])
                #expect(wrong.status == 422)
                #expect(wrong.error(of: "email") == words.text("accounts.field.email.wrong"))
                let stranger = try await browser.submit(form, ["email": Member.newEmail()])
                let sent = try await browser.submit(form, ["email": member.email])
                #expect(sent.text.contains(words.text("accounts.done.reset_sent")) && sent.text == stranger.text)
                let token = try await postbox.token(to: member.email, about: "password")
                let page = try await browser.open("/password/reset?token=\(token)").form("/password/reset")
                #expect(page.fields["token"] == token)
                let short = try await browser.submit(page, ["password": "short"])
                #expect(short.status == 422)
                #expect(short.error(of: "password") == words.text("errors.password_too_short"))
                #expect(try short.form("/password/reset").fields["token"] == token)
                let done = try await browser.submit(page, ["password": "irons are warm today"])
                #expect(done.status == 200 && done.address.hasPrefix("/sign-in?done=accounts."), "\(done.text)")
                let twice = try await browser.submit(page, ["password": "irons are cold today"])
                #expect(twice.status == 422 && twice.text.contains(words.text("errors.invalid_token")))
                #expect(!twice.html.contains("#f-token"), "nobody sees the field")
                let inside = try await browser.submit(
                    try done.form("/sign-in"), ["login": member.email, "password": "irons are warm today"])
                let isIn = await browser.isSignedIn
                #expect(inside.status == 200 && isIn)
            }
        }
    }

    @Test func `an address is confirmed by a button, not by looking at the page, and once`() async throws {
        try await withServer { server in
            let member = try await server.member()
            try await Postbox.with(server) { postbox in
                let token = try await postbox.token(to: member.email, about: "e-mail")
                let browser = Browser(server, language: "ta")
                let form = try await browser.open("/email/verify?token=\(token)").form("/email/verify")
                #expect(try await UserProfile.find(member.id, on: server.pool).emailVerifiedAt == nil)
                let done = try await browser.submit(form)
                #expect(done.address == "/sign-in?done=accounts.email_verified")
                #expect(try await UserProfile.find(member.id, on: server.pool).emailVerifiedAt != nil)
                let again = try await browser.submit(form)
                #expect(again.status == 422)
                #expect(again.text.contains(Site.current[.tamil].words.text("errors.invalid_token")))
                #expect(!again.html.contains("#f-token"), "nobody sees the field")
                #expect(again.forms("/email/verify").isEmpty, "there is nothing to press any more")
            }
        }
    }

    @Test func `a token that says something else is text`() async throws {
        try await withServer { server in
            for path in ["/password/reset", "/email/verify"] {
                let page = try await Browser(server).open("\(path)?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
                #expect(page.status == 200 && !page.html.contains("<script>alert"))
                #expect(try page.form(path).fields["token"] == "\"><script>alert(1)</script>")
                #expect(
                    try await Browser(server).submit(try page.form(path), ["password": Member.password]).status == 422)
            }
        }
    }
}
