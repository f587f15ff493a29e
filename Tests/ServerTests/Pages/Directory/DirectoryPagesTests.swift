import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

/// What search engines find: districts, towns, and the list of all pages.
@Suite(.server) struct DirectoryPagesTests {
    @Test(arguments: Language.allCases) func `every district and town has a page of its own`(language: Language)
        async throws
    {
        let browser = Browser(server, language: language.rawValue)
        let all = try await browser.open("/districts")
        let links = all.html.matches(of: /<li><a href="(\/districts\/[a-z-]+)"/).map { String($0.1) }
        #expect(Set(links).count == 38)
        for link in ["/districts/the-nilgiris", "/districts/madurai"] {
            #expect(links.contains(link))
            let page = try await browser.open(link)
            #expect(page.status == 200 && !page.html.matches(of: /href="\/cities\//).isEmpty)
        }
        let city = try await browser.open("/cities/madurai")
        #expect(city.status == 200)
        #expect(city.text.contains(language == .tamil ? "மதுரை" : "Madurai"))
        #expect(city.html.matches(of: /<li class="result-card"/).count == 20)
    }

    @Test func `a district lists its centres page by page, each once`() async throws {
        let expected = try await server.pool.query(
            """
            SELECT id FROM service_providers WHERE status = 'approved' AND district = 'Chennai' ORDER BY center_name, id
            """
        ).map { try $0.decode(Int64.self) }
        var found: [Int64] = []
        var address: String? = "/districts/chennai"
        while let next = address, found.count <= expected.count {
            let page = try await Browser(server).open(next)
            found += page.html.matches(of: /id="centre-([0-9]+)"/).compactMap { Int64($0.1) }
            address = page.html.firstMatch(of: /rel="next" href="([^"]+)"/).map { WebForm.plain(String($0.1)) }
        }
        #expect(found == expected)
        #expect(try await Browser(server).open("/districts/chennai?cursor=%3Cb%3E").status == 200)
    }

    @Test(arguments: ["/districts/atlantis", "/cities/atlantis", "/help/nobody", "/districts/%3Cscript%3E"])
    func `what there isn't is a page that says so`(address: String) async throws {
        let page = try await Browser(server).open(address)
        #expect(page.status == 404 && page.html.contains("<h1>") && !page.html.contains("<script>"))
    }

    @Test func `each page says what it is, which address it has, and where its other language is`() async throws {
        for path in ["/", "/districts", "/districts/salem", "/cities/salem", "/help", "/privacy"] {
            let page = try await Browser(server).open(path)
            let canonical = try #require(
                page.html.firstMatch(of: /rel="canonical" href="https?:\/\/[^\/"]+([^"]*)"/)?.1)
            #expect(canonical == path)
            #expect(page.html.contains(/<meta name="description" content="[^"]{20,}">/), "\(path)")
            for code in ["en", "ta", "x-default"] { #expect(page.html.contains("hreflang=\"\(code)\"")) }
            let tamil = try await Browser(server).open(path + "?lang=ta")
            #expect(tamil.html.contains(/rel="canonical" href="[^"]*\?lang=ta"/), "\(path)")
            #expect(tamil.title != page.title)
        }
    }

    @Test func `the list of pages has each that may be found, and no sample`() async throws {
        let reply = try await server.get("/sitemap.xml")
        #expect(reply.status == 200 && reply.headers[.contentType]?.hasPrefix("application/xml") == true)
        let addresses = reply.text.matches(of: /<loc>https?:\/\/[^\/]+([^<]*)<\/loc>/).map { String($0.1) }
        #expect(Set(addresses).count == addresses.count && addresses.count > 300)
        #expect(addresses.contains("/districts/the-nilgiris") && !addresses.contains { $0.hasPrefix("/centres/") })
        for address in addresses.filter({ $0.hasPrefix("/cities/") }).prefix(5) + ["/", "/help/admin"] {
            #expect(try await Browser(server).open(address).status == 200, "\(address)")
        }
        let robots = try await server.get("/robots.txt")
        #expect(robots.text.contains("Disallow: /search\n") && robots.text.contains("/sitemap.xml"))
    }

    @Test func `an address is the name in small letters`() {
        #expect(Slug.text("The Nilgiris") == "the-nilgiris" && Slug.text(" St. Thomas  Mount ") == "st-thomas-mount")
    }
}
