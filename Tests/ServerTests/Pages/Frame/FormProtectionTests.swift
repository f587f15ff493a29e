import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Marketplace
import NIOCore
import Testing

@testable import Server

/// Forms come from our own pages, and what was typed into one survives a session that ends.
@Suite(.server) struct FormProtectionTests {
    /// What a page with a form does with it.
    private static let routes: [Route] = [
        .page(.post, "/note", for: .everybodySignedIn) { _, context in
            context.page.redirect(to: LocalPath("/noted?text=\(context.page.form["text"])") ?? .home)
        },
        .page(.post, "/anybody") { _, page in page.redirect(to: .home) },
        .page(.get, "/mine", for: .everybodySignedIn) { _, context in context.page.redirect(to: .home) },
    ]

    private func post(
        _ uri: String, _ body: String, as person: Person?, csrf: String? = nil, headers: HTTPFields = [:],
        method: HTTPRequest.Method = .post
    ) async throws -> WebPage {
        var fields = headers
        fields[.accept] = "text/html"
        fields[.contentType] = "application/x-www-form-urlencoded"
        if let person { fields[.cookie] = "\(Credentials.cookieName)=\(person.cookie.text)" }
        let sent = body + (csrf.map { "&csrf=\($0)" } ?? "")
        let headers = fields
        return try await server.application(Self.routes).test(.router) { client in
            let answer = try await client.executeRequest(
                uri: uri, method: method, headers: headers, body: ByteBuffer(string: sent))
            return WebPage(
                address: uri, reply: Reply(status: answer.status.code, headers: answer.headers, body: answer.body))
        }
    }

    @Test func `the session's token is asked for, masked or plain`() async throws {
        let person = try await server.person(.customer)
        for token in [CSRFToken.text(for: person.cookie), person.cookie.csrfToken.text] {
            let page = try await post("/note", "text=a", as: person, csrf: token)
            #expect(page.status == 303 && page.reply.headers[.location] == "/noted?text=a")
        }
        #expect(CSRFToken.text(for: person.cookie) != CSRFToken.text(for: person.cookie))
        let other = try await server.person(.customer)
        for token in [nil, "", "m", "mzz", "m00", CSRFToken.text(for: other.cookie), other.cookie.csrfToken.text] {
            #expect(try await post("/note", "text=a", as: person, csrf: token).status == 403)
        }
    }

    @Test(arguments: ["https://evil.example", "null", "http://localhost.evil.example", "http://localhost:81"])
    func `a form of another site is refused, signed in or not`(origin: String) async throws {
        let person = try await server.person(.customer)
        let token = CSRFToken.text(for: person.cookie)
        for (user, csrf) in [(person, token), (nil, nil)] {
            let page = try await post("/anybody", "a=1", as: user, csrf: csrf, headers: [.origin: origin])
            #expect(page.status == 403 && page.text.contains(Site.current[.english].words.text("errors.cross_site")))
        }
    }

    @Test(arguments: [("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("none", 303)])
    func `what the browser says of its origin counts`(site: String, status: Int) async throws {
        #expect(try await post("/anybody", "a=1", as: nil, headers: [.secFetchSite: site]).status == status)
    }

    @Test func `our own origin and none at all are fine`() async throws {
        #expect(try await post("/anybody", "a=1", as: nil, headers: [.origin: "http://localhost"]).status == 303)
        #expect(try await post("/anybody", "a=1", as: nil).status == 303)
    }

    @Test func `who isn't signed in is led to the sign-in page and back`() async throws {
        let page = try await post("/mine?tab=2&lang=ta", "", as: nil, method: .get)
        #expect(page.status == 303 && page.reply.headers[.location] == "/sign-in?next=/mine%3Ftab%3D2&first=true")
        let led = try await Browser(server).open("/account")
        #expect(led.text.contains(Site.current[.english].words.text("frame.sign_in_first")), "why they are there")
        let asked = try await Browser(server).open("/sign-in?next=/account")
        #expect(!asked.text.contains(Site.current[.english].words.text("frame.sign_in_first")))
    }

    @Test func `a form that comes when the session is over is kept while its owner signs in`() async throws {
        let member = try await server.member()
        let asked = try await post("/note", "text=%3Cb%3E%26&password=secret&csrf=old", as: nil)
        #expect(asked.status == 401)
        #expect(!asked.html.contains("secret") && !asked.html.contains("<b>"))
        let form = try asked.form("/sign-in")
        #expect(form.fields["kept_action"] == "/note")
        let browser = Browser(server)
        // A wrong password loses nothing either.
        let wrong = try await browser.submit(form, ["login": member.email, "password": "not this one at all"])
        #expect(wrong.status == 422)
        let again = try await browser.submit(
            try wrong.form("/sign-in"), ["login": member.email, "password": member.password])
        #expect(again.status == 200)
        #expect(again.html.contains("<strong><bdi lang=\"en\">Someone</bdi>"), "whose it becomes")
        let kept = try again.form("/note")
        #expect(kept.fields["text"] == "<b>&" && !kept.fields.has("password"))
        let cookie = try #require(await browser.cookie(Credentials.cookieName).flatMap { OpaqueToken($0) })
        #expect(CSRFToken.isRight(kept.fields["csrf"], for: cookie))
        let person = Person(id: member.id, role: .customer, cookie: cookie)
        let sent = try await post("/note", kept.fields.encoded, as: person)
        #expect(sent.status == 303)
    }

    @Test func `a form of the session before is offered to be sent again, when it surely is ours`() async throws {
        let person = try await server.person(.customer)
        let page = try await post("/note", "text=a&csrf=old", as: person, headers: [.secFetchSite: "same-origin"])
        #expect(page.status == 403)
        let form = try page.form("/note")
        #expect(form.fields["text"] == "a")
        #expect(try await post("/note", form.fields.encoded, as: person).status == 303)
        let uncertain = try await post("/note", "text=a&csrf=old", as: person)
        #expect(uncertain.status == 403 && uncertain.forms("/note").isEmpty)
    }

    @Test func `another kind of body is refused`() async throws {
        let reply = try await server.send(
            .post, "/theme", headers: [.contentType: "application/json", .accept: "text/html"], body: "{}")
        #expect(reply.status == 415 && reply.headers[.contentType]?.hasPrefix("text/html") == true)
    }
}
