import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Marketplace
import Testing

@testable import Server

/// What people see when something can't be answered.
@Suite(.server) struct PageErrorTests {
    @Test(arguments: ["en", "ta"])
    func `an unknown address is told in the reader's language, with a way on and the request's id`(language: String)
        async throws
    {
        let page = try await Browser(server, language: language).open("/nothing/here")
        let words = Site.current[Language(rawValue: language) ?? .english].words
        #expect(page.status == 404)
        #expect(page.html.contains("<html lang=\"\(language)\""))
        #expect(page.text.contains(words.text("errors.not_found")))
        #expect(page.html.contains("<a class=\"btn btn-primary\" href=\"/\""))
        #expect(page.text.contains(try #require(page.reply.headers[.requestID])))
        #expect(page.reply.headers[.cacheControl] == "no-store")
    }

    @Test(arguments: ["/api/nothing", "/tiles/nothing", "/.well-known/nothing", "/healthz/nothing", "/assets/nothing"])
    func `programs are answered as before, whatever they accept`(address: String) async throws {
        let page = try await Browser(server).open(address)
        try expectProblem(page.reply, 404, "not_found")
    }

    @Test func `whoever doesn't ask for a page gets none`() async throws {
        try expectProblem(await server.get("/nothing"), 404, "not_found")
        try expectProblem(await server.get("/nothing", accept: "application/json"), 404, "not_found")
    }

    @Test func `a page asked in the wrong way says so`() async throws {
        let page = try await Browser(server).send(.delete, "/sign-in", headers: [:])
        #expect(page.status == 405 && page.reply.headers[.allow] == "GET, HEAD, POST")
        #expect(page.text.contains(Site.current[.english].words.text("errors.method_not_allowed")))
    }

    @Test func `HEAD tells the same without the body`() async throws {
        let reply = try await server.send(.head, "/nothing", headers: [.accept: "text/html"])
        #expect(
            reply.status == 404 && reply.text.isEmpty && reply.headers[.contentType]?.hasPrefix("text/html") == true)
    }

    @Test func `of a failure nothing of our insides shows`() async throws {
        struct Secret: Error { let relation = "SELECT postgres" }
        let routes: [Route] = [
            .page(.get, "/broken") { _, _ in throw Secret() },
            .page(.get, "/busy") { _, _ in throw Problem.retryLater("busy", "x", afterSeconds: 300) },
            .page(.get, "/untemplated") { _, page in try page.render("none/none") },
        ]
        try await server.application(routes).test(.router) { client in
            func page(_ uri: String) async throws -> WebPage {
                let answer = try await client.executeRequest(
                    uri: uri, method: .get, headers: [.accept: "text/html"], body: nil)
                return WebPage(
                    address: uri,
                    reply: Reply(status: answer.status.code, headers: answer.headers, body: answer.body))
            }
            let words = Site.current[.english].words
            for address in ["/broken", "/untemplated"] {
                let broken = try await page(address)
                #expect(broken.status == 500 && broken.text.contains(words.text("errors.internal_error")))
                for word in ["SELECT", "postgres", "Secret", "none/none", ".swift"] {
                    #expect(!broken.html.contains(word))
                }
            }
            let busy = try await page("/busy")
            #expect(busy.status == 503 && busy.reply.headers[.retryAfter] == "300")
            #expect(busy.text.contains("in 5 minutes") && busy.text.contains(words.text("errors.busy")))
        }
    }

    @Test func `while the database is away pages say so`() async throws {
        try await withServer(patience: .milliseconds(300)) { server in
            let person = try await server.person(.customer)
            let outage = try await Outage(of: server.pool)
            try await outage.begin()
            let page = try await Browser(server, as: person).open("/sign-in")
            #expect(page.status == 503 && page.reply.headers[.retryAfter] != nil)
            #expect(try await Browser(server).open("/sign-in").status == 200, "it asks the database nothing")
            try await outage.end()
        }
    }

    @Test func `too large a form is refused before it is read`() async throws {
        let body = "theme=" + String(repeating: "a", count: FormBody.standardLimit)
        let page = try await Browser(server).send(.post, "/theme", body: body)
        #expect(page.status == 413 && page.text.contains(Site.current[.english].words.text("errors.too_large")))
    }
}
