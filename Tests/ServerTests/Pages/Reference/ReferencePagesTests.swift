import Marketplace
import Testing

@testable import Server

/// The API's reference as pages.
@Suite(.server) struct ReferencePagesTests {
    private static func pages(_ language: Language) async throws -> [String: WebPage] {
        var pages: [String: WebPage] = [:]
        let browser = Browser(server, language: language.rawValue)
        for path in ReferencePages.paths { pages[path] = try await browser.open(path) }
        return pages
    }

    @Test(arguments: Language.allCases) func `every operation is told of, in the reader's language`(
        language: Language
    ) async throws {
        let pages = try await Self.pages(language)
        #expect(pages.values.allSatisfy { $0.status == 200 && $0.html.contains("<html lang=\"\(language.rawValue)\"") })
        let words = Site.current[language].words
        let contents = try #require(pages["/api/docs"])
        #expect(contents.title.hasPrefix(words.text("reference.title")))
        let html = pages.filter { $0.key != "/api/docs" }.values.map(\.html).joined()
        #expect(html.contains("<h3>\(words.text("reference.answers"))</h3>"))
        for route in server.routes where route.kind == .api {
            let operation = try #require(
                SpecificationOperation.all(in: Specification.current.document).first { $0.call == route.name })
            #expect(contents.html.contains("#\(operation.id)\""), "\(route.name)")
            #expect(html.contains("<article class=\"panel operation\" id=\"\(operation.id)\">"), "\(route.name)")
        }
    }

    @Test func `links within the reference lead to something`() async throws {
        let pages = try await Self.pages(.english)
        var count = 0
        for (path, page) in pages {
            for link in page.html.matches(of: /href="(\/api\/docs[a-z\/-]*)?#([^"]+)"/) where link.2 != "main" {
                let target = try #require(pages[link.1.map(String.init) ?? path], "\(link.0) on \(path)")
                #expect(target.html.contains(" id=\"\(link.2)\""), "\(link.0) on \(path)")
                count += 1
            }
        }
        #expect(count > 200)
    }

    /// What the specification says is English, and says so.
    @Test func `a Tamil page marks what is English`() async throws {
        for (path, page) in try await Self.pages(.tamil) {
            let main = try #require(
                page.html.firstMatch(of: /<main.*<\/main>/.dotMatchesNewlines()).map { String($0.0) })
            let ours = main.replacing(/<code[^>]*>[^<]*<\/code>/, with: "")
                .replacing(/<(p|div|dd|span|h1|a)([^>]* lang="en"[^>]*)>.*?<\/\1>/.dotMatchesNewlines(), with: "")
                .replacing(/<[^>]*>/, with: " ").replacing("OpenAPI", with: "")
            #expect(ours.matches(of: /[A-Za-z]{3,}/).isEmpty, "\(path): \(ours.matches(of: /[A-Za-z]{3,}/).prefix(5))")
        }
    }

    @Test(arguments: ["/api/docs/nothing", "/api/docs/%3Cb%3E"]) func `what there isn't is told as a page`(path: String)
        async throws
    {
        let page = try await Browser(server).open(path)
        #expect(page.status == 404 && page.html.contains("<h1") && !page.html.contains("<b>"))
    }

    @Test func `text from the specification can't become markup`() throws {
        let yaml = """
            info: {description: "<b>&'\\" `<i>`"}
            tags: [{name: "<script>alert(1)</script>", description: "<u>"}]
            """
        let document = try Specification(yaml: yaml).document
        let writer = ReferenceWriter(document, Site.current[.english].words)
        let parts = ReferencePart.all(in: document)
        let html = writer.contents(parts).html + parts.map { writer.part($0).html }.joined()
        #expect(html.contains("&lt;b&gt;&amp;&#39;&quot; <code>&lt;i&gt;</code>") && html.contains("&lt;u&gt;"))
        #expect(!html.contains("<script>") && !html.contains("<i>"))
    }

    @Test func `what a value can be reads like code`() throws {
        let document = try Specification(
            yaml: """
                one: {type: [string, "null"]}
                list: {type: array, items: {anyOf: [{$ref: "#/components/schemas/Place"}, {type: integer}]}}
                choice: {enum: [open, closed]}
                both: {allOf: [{$ref: "#/components/schemas/A"}, {$ref: "#/components/schemas/B"}]}
                time: {type: string, format: date-time}
                """
        ).document
        let writer = ReferenceWriter(document, Site.current[.english].words)
        let kinds = ["one", "list", "choice", "both", "time"].map { writer.kind(of: document[$0]) }
        #expect(
            kinds == ["string | null", "(Place | integer)[]", "\"open\" | \"closed\"", "A & B", "string (date-time)"])
    }
}
