import Foundation
import Gateways
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Marketplace
@testable import Server

@Suite(.server) struct SignInPagesTests {
    private var words: Words { Site.current[.english].words }

    @Test func `with a password one gets in and to where one wanted to go`() async throws {
        let member = try await server.member()
        let browser = Browser(server)
        let page = try await browser.open("/sign-in?next=/sign-in/code%3Fa%3Db")
        let inside = try await browser.submit(
            try page.form("/sign-in"), ["login": " \(member.email.uppercased()) ", "password": member.password])
        #expect(inside.address == "/sign-in/code?a=b" && inside.status == 200)
        #expect(await browser.isSignedIn && inside.forms("/sign-out").count == 1)
        let again = try await browser.send(.get, "/sign-in?next=/x", follows: false)
        #expect(again.status == 303 && again.reply.headers[.location] == "/x", "whoever is in need not sign in")
    }

    @Test func `a phone number does as well, in any writing, and each role has its first page`() async throws {
        for (role, home) in [("customer", "/"), ("provider", "/provider")] {
            let member = try await server.member(role: role)
            let typed = "0\(member.phone.dropFirst(3).prefix(5)) \(member.phone.suffix(5))"
            let body = FormBody([.init(name: "login", value: typed), .init(name: "password", value: member.password)])
            let page = try await Browser(server).send(.post, "/sign-in", body: body.encoded, follows: false)
            #expect(page.status == 303 && page.reply.headers[.location] == home)
            let cookie = try #require(page.reply.headers[.setCookie])
            #expect(cookie.contains("; Secure; HttpOnly; SameSite=Lax"))
        }
    }

    @Test func `a refused sign-in keeps the name, never the password, and says no more than it may`() async throws {
        let member = try await server.member()
        let browser = Browser(server)
        let page = try await browser.open("/sign-in?next=/account")
        for login in [member.email, Member.newEmail()] {
            let refused = try await browser.submit(
                try page.form("/sign-in"), ["login": login, "password": "\"><script>alert(1)"])
            #expect(refused.status == 422 && refused.text.contains(words.text("errors.wrong_credentials")))
            let form = try refused.form("/sign-in")
            #expect(form.fields["login"] == login && form.fields["password"] == "" && form.fields["next"] == "/account")
            #expect(!refused.html.contains("<script>alert"))
        }
        let isIn = await browser.isSignedIn
        #expect(!isIn)
    }

    @Test func `each field that is wrong says so, and the summary leads to it`() async throws {
        let browser = Browser(server)
        let form = try await browser.open("/sign-in").form("/sign-in")
        let empty = try await browser.submit(form)
        #expect(empty.status == 422)
        #expect(empty.error(of: "login") == words.text("accounts.field.login.missing"))
        #expect(empty.error(of: "password") == words.text("accounts.field.password.missing"))
        #expect(empty.html.contains("href=\"#f-login\"") && empty.html.contains("id=\"f-login\""))
        #expect(empty.html.contains("aria-invalid=\"true\" aria-describedby=\"f-login-error\""))
        let wild = try await browser.submit(form, ["login": "<img src=x onerror=alert(1)>", "password": "x"])
        #expect(wild.error(of: "login") == words.text("accounts.field.login.wrong"))
        #expect(!wild.html.contains("<img src=x"))
    }

    @Test func `after many wrong passwords one is told to wait`() async throws {
        try await withServer(NodeSettings()) { server in
            let member = try await server.member()
            let browser = Browser(server, language: "ta")
            let form = try await browser.open("/sign-in").form("/sign-in")
            var page = try await browser.submit(form, ["login": member.email, "password": "wrong wrong wrong"])
            for _ in 0..<5 {
                page = try await browser.submit(form, ["login": member.email, "password": "wrong wrong wrong"])
            }
            #expect(page.status == 429 && page.reply.headers[.retryAfter] != nil)
            #expect(page.text.contains("நிமிடங்கள் கழித்து"))
            #expect(try page.form("/sign-in").fields["login"] == member.email)
        }
    }

    @Test func `a second factor is a second step, in which the password stands nowhere`() async throws {
        let member = try await server.member()
        let person = try await server.signIn(member)
        let user = try #require(try await SignedInUser.find(cookie: person.cookie, on: server.pool))
        let secret = try await server.accounts.startSecondFactor(of: user, password: member.password, by: .system)
        let app = try TOTP(secret: #require(base32Decoded(secret.text)))
        let codes = try await server.accounts.confirmSecondFactor(
            of: user, code: app.code(step: TOTP.step(at: Date())), by: .system)
        let browser = Browser(server)
        let first = try await browser.open("/sign-in?next=/sign-up%3Fa")
        let second = try await browser.submit(
            try first.form("/sign-in"), ["login": member.email, "password": member.password])
        #expect(second.status == 200 && second.title.hasPrefix(words.text("accounts.second_factor.title")))
        #expect(!second.html.contains(member.password))
        let isInYet = await browser.isSignedIn
        #expect(!isInYet)
        let wrong = try await browser.submit(try second.form("/sign-in/second-factor"), ["otp": "000000"])
        #expect(wrong.status == 422 && wrong.error(of: "otp") == words.text("accounts.field.otp.wrong"))
        let empty = try await browser.submit(try wrong.form("/sign-in/second-factor"), ["otp": ""])
        #expect(empty.error(of: "otp") == words.text("accounts.field.otp.missing"))
        let form = try empty.form("/sign-in/second-factor")
        #expect(form.fields["next"] == "/sign-up?a")
        let anew = try await browser.open(wrong.address)
        #expect(
            try anew.form("/sign-in").fields["next"] == "/sign-up?a", "loaded anew it begins again, on the same way")
        let forged = try await browser.submit(form, ["otp": codes[0], "step": "AAAA"])
        #expect(forged.status == 422 && forged.text.contains(words.text("accounts.sign_in_took_too_long")))
        let inside = try await browser.submit(form, ["otp": codes[0]])
        let isIn = await browser.isSignedIn
        #expect(isIn && inside.address == "/", "the sign-up page leads whoever is in to the first page")
    }

    @Test func `a code by text message does instead of a password`() async throws {
        try await withServer { server in
            let member = try await server.member()
            let words = Site.current[.english].words
            try await Postbox.with(server) { postbox in
                let browser = Browser(server)
                let ask = try await browser.open("/sign-in/code")
                let wrong = try await browser.submit(try ask.form("/sign-in/code"), ["phone": "12"])
                #expect(wrong.status == 422 && wrong.error(of: "phone") == words.text("accounts.field.phone.wrong"))
                let enter = try await browser.submit(try ask.form("/sign-in/code"), ["phone": member.phone])
                #expect(enter.status == 200 && enter.text.contains(words.text("accounts.code.sent")))
                let stranger = try await browser.submit(try ask.form("/sign-in/code"), ["phone": Member.newPhone()])
                #expect(stranger.text.contains(words.text("accounts.code.sent")), "whose number it is isn't told")
                let message = try await postbox.text(to: member.phone)
                let code = try #require(message.variables.first { $0.name == "code" }?.value)
                let form = try enter.form("/sign-in/code/enter")
                let missed = try await browser.submit(form, ["code": code == "000000" ? "000001" : "000000"])
                #expect(missed.error(of: "code") == words.text("accounts.field.code.wrong"))
                #expect(try missed.form("/sign-in/code/enter").fields["phone"] == member.phone)
                _ = try await browser.submit(form, ["code": code])
                let isIn = await browser.isSignedIn
                #expect(isIn)
            }
        }
    }

    @Test func `a code is good where the page that asked for it is gone`() async throws {
        try await withServer { server in
            let member = try await server.member()
            try await Postbox.with(server) { postbox in
                let browser = Browser(server)
                let ask = try await browser.open("/sign-in/code?next=/account")
                let sent = try await browser.submit(try ask.form("/sign-in/code"), ["phone": member.phone])
                let message = try await postbox.text(to: member.phone)
                let code = try #require(message.variables.first { $0.name == "code" }?.value)
                // Loaded anew, the page still knows where its reader wants to go.
                let again = try await browser.open(sent.address)
                let link = try #require(again.html.firstMatch(of: /href="(\/sign-in\/code\/enter[^"]*)"/)?.1)
                let enter = try await browser.open(WebForm.plain(String(link)))
                let missed = try await browser.submit(
                    try enter.form("/sign-in/code/enter"), ["phone": member.phone, "code": ""])
                #expect(missed.status == 422 && missed.error(of: "code") != nil && missed.error(of: "phone") == nil)
                // As people write it: apart, and in Tamil's digits.
                let tamil = code.suffix(3).unicodeScalars.compactMap { Unicode.Scalar($0.value - 48 + 0x0BE6) }
                let typed = "\(code.prefix(3)) \(String(String.UnicodeScalarView(tamil)))"
                let inside = try await browser.submit(
                    try missed.form("/sign-in/code/enter"), ["code": typed])
                #expect(inside.address.hasPrefix("/account") && inside.status == 200)
            }
        }
    }

    @Test func `what was typed when the session ended is kept for who signs in by a code`() async throws {
        try await withServer { server in
            let member = try await server.member()
            try await Postbox.with(server) { postbox in
                let browser = Browser(server)
                let asked = try await browser.send(.post, "/account", body: "name=Latha")
                #expect(asked.status == 401)
                let ask = try await browser.submit(try asked.form("/sign-in/code"))
                #expect(ask.status == 200 && ask.error(of: "phone") == nil, "nothing is refused before it is asked")
                let back = try await browser.submit(try ask.form("/sign-in"))
                #expect(back.status == 200 && back.error(of: "login") == nil)
                #expect(try back.form("/sign-in").fields["kept_action"] == "/account")
                let enter = try await browser.submit(try ask.form("/sign-in/code"), ["phone": member.phone])
                let message = try await postbox.text(to: member.phone)
                let code = try #require(message.variables.first { $0.name == "code" }?.value)
                let offered = try await browser.submit(try enter.form("/sign-in/code/enter"), ["code": code])
                #expect(try offered.form("/account").fields["name"] == "Latha")
            }
        }
    }

    @Test func `signing out ends the session, and twice is no harm`() async throws {
        let person = try await server.signIn(try await server.member())
        let browser = Browser(server, as: person)
        let form = try await browser.open("/nothing").form("/sign-out")
        let out = try await browser.send(.post, "/sign-out", body: form.fields.encoded, follows: false)
        #expect(out.status == 303 && out.reply.headers[.location] == "/?done=accounts.signed_out")
        let isIn = await browser.isSignedIn
        #expect(!isIn)
        #expect(try await SignedInUser.find(cookie: person.cookie, on: server.pool) == nil)
        #expect(try await browser.submit(form).status == 401)
        #expect(try await Browser(server, as: person).open("/sign-in").status == 200, "a dead cookie counts as none")
    }

    @Test func `a step is good for a few minutes and for its purpose alone`() throws {
        let box = server.accounts.secrets
        let sealed = try SignInStep(login: "a@example.org", password: "p").sealed(by: box)
        let step = try #require(SignInStep(sealed: sealed, by: box))
        #expect(step.password == "p" && step.code == nil)
        #expect(SignInStep(sealed: String(sealed.reversed()), by: box) == nil)
        let other = try Data(box.seal(Array(Data(base64Encoded: sealed) ?? Data()), for: "another"))
            .base64EncodedString()
        #expect(SignInStep(sealed: other, by: box) == nil)
    }
}
