import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// What all pages have in common, shown by the sign-in page.
@Suite(.server) struct PageFrameTests {
    @Test func `the language is the one that was chosen, else the account's, else the browser's`() async throws {
        let browser = Browser(server, language: "fr, ta-IN;q=0.8, en;q=0.5")
        #expect(try await browser.open("/sign-in").html.contains("<html lang=\"ta\""))
        #expect(try await browser.open("/sign-in?lang=en").html.contains("<html lang=\"en\""))
        #expect(try await browser.open("/sign-up").html.contains("<html lang=\"en\""), "the choice is remembered")
        #expect(try await browser.open("/sign-up?lang=fr").html.contains("<html lang=\"en\""))
        #expect(try await Browser(server, language: "fr, *").open("/sign-in").html.contains("<html lang=\"en\""))
    }

    @Test func `an account's language counts where nothing was chosen`() async throws {
        let person = try await server.person(.customer)
        try await server.pool.withConnection { connection in
            try await connection.execute("UPDATE users SET language = 'ta' WHERE id = \(person.id)")
        }
        let page = try await Browser(server, as: person, language: "en").open("/nothing")
        #expect(page.html.contains("<html lang=\"ta\""))
    }

    @Test(arguments: [
        ("ta", Language.tamil), ("en-GB,ta;q=0.9", .english), ("en;q=0.1,ta;q=0.2", .tamil), ("TA-in", .tamil),
    ])
    func `of the browser's languages the dearest counts`(header: String, language: Language) {
        #expect(LanguageChoice.preferred(header) == language)
    }

    @Test(arguments: ["", "*", "fr", "ta;q=0", "ta;q=x", ";;;,,,"])
    func `where none is ours none counts`(header: String) {
        #expect(LanguageChoice.preferred(header) == nil)
    }

    @Test func `the language switch keeps the address`() async throws {
        let page = try await Browser(server).open("/sign-in?next=%2Faccount&lang=en&done=accounts.signed_out")
        #expect(page.html.contains("href=\"/sign-in?next=%2Faccount&amp;lang=ta\""))
        #expect(page.html.contains(">தமிழ்<") || page.html.contains("தமிழ்</a>"))
    }

    @Test func `brightness is remembered, and leads back to where one was`() async throws {
        let browser = Browser(server)
        let page = try await browser.open("/sign-in?next=%2Faccount")
        #expect(!page.html.contains("data-bs-theme"), "as the system is set")
        let dark = try await browser.submit(try page.form("/theme"), ["theme": "dark"])
        #expect(dark.address == "/sign-in?next=%2Faccount" && dark.html.contains("data-bs-theme=\"dark\""))
        let wild = try await browser.send(.post, "/theme", body: "theme=%3Cb%3E&next=//evil.example", follows: false)
        #expect(wild.status == 303 && wild.reply.headers[.location] == "/")
    }

    @Test func `pages are protected, compressed and nobody else's`() async throws {
        let reply = try await server.send(.get, "/sign-in", headers: [.acceptEncoding: "gzip"])
        #expect(reply.headers[.contentEncoding] == "gzip")
        #expect(reply.headers[values: .contentSecurityPolicy] == [PageAnswer.contentPolicy])
        #expect(!PageAnswer.contentPolicy.contains("unsafe"))
        #expect(reply.headers[.vary] == "Cookie, Accept-Language, Accept-Encoding")
        #expect(reply.headers[.cacheControl] == "no-cache")
        let person = try await server.person(.customer)
        let mine = try await server.send(.get, "/sign-in", as: person)
        #expect(mine.headers[.cacheControl] == "no-store")
    }

    @Test(arguments: ["/sign-in", "/sign-up", "/sign-in/code", "/nothing"])
    func `nothing is written into a page that the policy forbids`(address: String) async throws {
        for language in ["en", "ta"] {
            let html = try await Browser(server, language: language).open(address).html
            #expect(html.hasPrefix("<!doctype html>") && html.hasSuffix("</html>"))
            for word in [
                "<style", "style=\"", " onclick", " onload", "javascript:", "<script>", "{{", "}}", "http-equiv",
            ] {
                #expect(!html.contains(word), "\(address) has \(word)")
            }
            for part in ["<main", "<header", "<footer", "<nav", "<h1", "href=\"#main\"", "id=\"main\""] {
                #expect(html.contains(part), "\(address) lacks \(part)")
            }
        }
    }

    @Test func `what was done is told once it was done, and nothing that isn't among our words`() async throws {
        let browser = Browser(server)
        let said = Site.current[.english].words.text("accounts.done.signed_out")
        #expect(try await browser.open("/sign-in?done=accounts.signed_out").text.contains(said))
        for wild in ["accounts.nothing", "%3Cscript%3E.x", "errors.not_found", "accounts.field"] {
            let page = try await browser.open("/sign-in?done=\(wild)")
            #expect(page.status == 200 && !page.html.contains("notice--ok"))
        }
    }

    @Test(arguments: ["/sign-in?%zz=1&%ff", "/sign-in?next=%00&next=1&utm_source=x", "/sign-in?lang=%F0%9F%98%80"])
    func `addresses from anywhere are taken as they come`(address: String) async throws {
        #expect(try await Browser(server).open(address).status == 200)
    }

    @Test func `a navigation for each kind of person`() async throws {
        for (role, path) in [(Role.provider, "/provider"), (.dispatcher, "/dispatch"), (.admin, "/admin")] {
            let person = try await server.person(role, name: "<b>Name</b>")
            let page = try await Browser(server, as: person).open("/nothing")
            #expect(page.html.contains("href=\"\(path)\""), "\(role)")
            #expect(page.html.contains("&lt;b&gt;Name&lt;/b&gt;") && !page.html.contains("<b>Name"))
            #expect(page.forms("/sign-out").count == 1)
        }
        let nobody = try await Browser(server).open("/nothing")
        #expect(nobody.html.contains("href=\"/sign-in?next=/nothing\"") && nobody.forms("/sign-out").isEmpty)
    }
}
