import Foundation
import HTTPTypes
import Marketplace
import SystemPackage
import TestSupport
import Testing
import Yams

@testable import Server

@Suite(.server) struct SpecificationRoutesTests {
    @Test func `the JSON says what the YAML says`() async throws {
        let reply = try await server.get("/api/openapi.json")
        #expect(reply.status == 200)
        #expect(reply.headers[.contentType] == "application/json; charset=utf-8")
        let file = Checkout.folder.pushing("Sources/Server/API/openapi.yaml").string
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let yaml = try #require(try Yams.load(yaml: text) as? [String: Any])
        #expect(try NSDictionary(dictionary: reply.object()).isEqual(to: yaml))
    }

    @Test(arguments: ["/api/openapi.json", "/api/docs", "/api/docs?lang=ta"])
    func `who has it already isn't sent it again`(address: String) async throws {
        let first = try await server.get(address)
        let tag = try #require(first.headers[.eTag])
        let again = try await server.send(.get, address, headers: [.ifNoneMatch: "\"other\", W/\(tag)"])
        #expect(again.status == 304 && again.text.isEmpty)
        #expect(try await server.send(.get, address, headers: [.ifNoneMatch: "\"other\""]).status == 200)
    }

    @Test func `the page names every operation, in English and in Tamil`() async throws {
        let english = try await server.get("/api/docs")
        let tamil = try await server.get("/api/docs?lang=ta")
        #expect(english.text.contains("<html lang=\"en\">") && english.text.contains("<h4>Answers</h4>"))
        #expect(tamil.text.contains("<html lang=\"ta\">") && tamil.text.contains("<h4>பதில்கள்</h4>"))
        for route in server.routes where route.kind == .api {
            let name = HTMLWriter.escaped(route.name)
            #expect(english.text.contains("<code>\(name)</code>") && tamil.text.contains("<code>\(name)</code>"))
        }
        #expect(try await server.get("/api/docs?lang=fr").status == 422)
    }

    @Test func `the page brings no script and loads nothing`() async throws {
        let page = try await server.get("/api/docs")
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"))
        for word in ["<script", "javascript:", "src=", "@import", "style=\"", "onclick"] {
            #expect(!page.text.contains(word), "\(word)")
        }
    }

    @Test func `every word of the page is there in both languages`() {
        let english = Mirror(reflecting: SpecificationWords(.english)).children
        let tamil = Mirror(reflecting: SpecificationWords(.tamil)).children
        for (one, other) in zip(english, tamil) {
            #expect("\(one.value)" != "\(other.value)", "\(one.label ?? "")")
        }
    }

    @Test func `text from the specification can't become markup`() throws {
        let yaml = """
            info: {description: "<b>&'\\" `<i>`"}
            tags: [{name: "<script>alert(1)</script>"}]
            """
        let html = SpecificationPage(try Specification(yaml: yaml), .english).html
        #expect(html.contains("&lt;b&gt;&amp;&#39;&quot; <code>&lt;i&gt;</code>"))
        #expect(!html.contains("<script>") && !html.contains("<i>"))
    }

    @Test(arguments: ["a: .inf", "? [1]\n: 2", ""])
    func `what JSON can't hold is refused`(yaml: String) {
        #expect(throws: (any Error).self) { try Specification(yaml: yaml) }
    }
}
