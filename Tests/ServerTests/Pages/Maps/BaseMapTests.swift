import HTTPTypes
import Hummingbird
import Marketplace
import Testing

@testable import Server

/// An operator's base map below the maps.
@Suite(.server) struct BaseMapTests {
    private static let maps = ["/search?q=600001", "/districts/chennai"]

    @Test(
        arguments: [
            ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
            ("https://tiles.example.org:8443/a/{z}/{y}/{x}?key=1&style=b%20c", "https://tiles.example.org:8443"),
            ("/basemap/{z}/{x}/{y}.png", nil),
        ] as [(String, String?)])
    func `a host by https or a path is taken`(url: String, origin: String?) throws {
        let map = try #require(BaseMap(url: url, attribution: "© Survey of India"))
        #expect(map.origin == origin && map.url == url)
    }

    @Test(arguments: [
        "http://tiles.example.org/{z}/{x}/{y}.png", "//tiles.example.org/{z}/{x}/{y}.png", "basemap/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png", "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png", "https://tiles.example.org/{s}/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src *;/{z}/{x}/{y}", "https://tiles.example.org/{z}/{x}/{y}.png ",
        "javascript:/{z}/{x}/{y}", "https://me@tiles.example.org/{z}/{x}/{y}.png",
    ])
    func `anything else is refused`(url: String) {
        #expect(BaseMap(url: url, attribution: "Survey") == nil)
    }

    @Test(arguments: ["", "two\nlines", String(repeating: "x", count: 201)])
    func `whose it is must be said, in one line`(attribution: String) {
        #expect(BaseMap(url: "/{z}/{x}/{y}", attribution: attribution) == nil)
    }

    @Test func `without one nothing comes from elsewhere`() async throws {
        for path in Self.maps {
            let page = try await Browser(server).open(path)
            #expect(page.status == 200 && page.html.contains("data-result-map"), "\(path)")
            #expect(!page.html.contains("data-tile-url"))
            #expect(page.reply.headers[.contentSecurityPolicy] == PageAnswer.contentPolicy)
        }
    }

    @Test(arguments: Language.allCases)
    func `with one the maps name it, its images are let in, and the privacy notice says so`(
        language: Language
    ) async throws {
        var settings = NodeSettings()
        settings.baseMap = BaseMap(url: "https://tiles.example.org/{z}/{x}/{y}.png", attribution: "<b>Survey")
        try await withServer(settings) { server in
            for path in Self.maps {
                let page = try await Browser(server, choosing: language).open(path)
                #expect(page.html.contains(/data-tile-url="[^"]*tiles\.example\.org/), "\(path)")
                #expect(page.html.contains("data-tile-attribution=\"&lt;b") && !page.html.contains("<b>Survey"))
                let policy = page.reply.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("img-src 'self' data: https://tiles.example.org;"), "\(policy)")
                #expect(policy.contains("connect-src 'self';"))
            }
            let notice = try await Browser(server, choosing: language).open("/privacy")
            let said = Site.current[language].words.text("privacy.base_map", ["attribution": "<b>Survey"])
            #expect(notice.text.contains(said))
        }
    }
}
