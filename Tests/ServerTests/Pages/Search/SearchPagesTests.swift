import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct SearchPagesTests {
    private static func words(_ language: Language = .english) -> Words { Site.current[language].words }

    /// The names of the cards of a page, in their order.
    private static func cards(_ page: WebPage) -> [Int64] {
        page.html.matches(of: /<li class="result-card" id="centre-([0-9]+)"/).compactMap { Int64($0.1) }
    }

    private static func nearest(_ query: String) async throws -> [Int64] {
        let body: NearestBody = try await server.read("/api/providers/nearest?" + query)
        return body.items.map(\.id)
    }

    @Test(arguments: Language.allCases) func `the first page searches, in both languages`(language: Language)
        async throws
    {
        let browser = Browser(server, language: language.rawValue)
        let home = try await browser.open("/")
        #expect(home.status == 200)
        #expect(home.text.contains(Self.words(language).text("search.home.heading")))
        #expect(home.html.matches(of: /href="\/districts\/[a-z-]+"/).count == 38)
        let results = try await browser.submit(try home.form("/search"), ["q": "600001"])
        #expect(results.address.hasPrefix("/search?") && results.status == 200)
        #expect(Self.cards(results) == (try await Self.nearest("pincode=600001")))
    }

    @Test(arguments: [
        "600001", "600 001", "௬௦௦௦௦௧", " 600001 ",
    ])
    func `a pincode is understood however it is typed`(text: String) async throws {
        let page = try await Browser(server).open("/search?q=" + encoded(text))
        #expect(Self.cards(page) == (try await Self.nearest("pincode=600001")))
        #expect(page.html.contains("data-spread-km=\""))
        #expect(page.text.contains(Self.words().text("search.found", ["count": "10"])))
    }

    @Test(arguments: ["Madurai", "மதுரை", "madurei", "Anna Nagar, Madurai"])
    func `a place is understood in both scripts, misspelt, and with its district`(text: String) async throws {
        let page = try await Browser(server).open("/search?q=" + encoded(text))
        #expect(Self.cards(page) == (try await Self.nearest("place=" + encoded(text))))
        #expect(!page.html.contains("data-spread-km"), "nobody knows how far a place reaches")
    }

    @Test func `a Tamil page calls a pincode by its Tamil name, where there is one`() async throws {
        let browser = Browser(server, language: "ta")
        func heading(_ pincode: String) async throws -> String {
            let page = try await browser.open("/search?q=" + pincode)
            return try String(#require(page.html.firstMatch(of: /<h1[^>]*>(.*?)<\/h1>/)?.1))
        }
        #expect(try await heading("641001").contains("<bdi lang=\"ta\">கோயம்புத்தூர்</bdi>"))
        let nameless = try await server.pool.query(
            """
            SELECT p.pincode::text, p.name FROM pincodes p
            WHERE NOT EXISTS (SELECT FROM places l WHERE l.pincode = p.pincode AND l.label_ta IS NOT NULL) LIMIT 1
            """)[0].decode(String.self, String.self)
        #expect(try await heading(nameless.0).contains("<bdi lang=\"en\">\(nameless.1)</bdi>"))
    }

    @Test func `a code, a point and a chosen place are taken exactly`() async throws {
        let browser = Browser(server)
        let code = try await browser.open("/search?q=4T3-84L-L5L9")
        #expect(Self.cards(code) == (try await Self.nearest("digipin=4T3-84L-L5L9")))
        let point = try await browser.open("/search?q=&lat=9.92&lng=78.12&accuracy_m=250")
        #expect(Self.cards(point) == (try await Self.nearest("lat=9.92&lng=78.12")))
        #expect(point.html.contains("data-spread-km=\"0.250\""))
        #expect(point.text.contains(Self.words().text("search.here")))
        let rough = try await browser.open("/search?lat=9.92&lng=78.12&accuracy_m=250000")
        #expect(rough.html.contains("data-spread-km=\"100.000\""), "by a network's address it is hardly known")
        let typed = try await browser.open("/search?q=9.92,%2078.12")
        #expect(Self.cards(typed) == Self.cards(point))
        let chosen = try await browser.open("/search?q=Anna+Nagar&lat=9.92&lng=78.12")
        #expect(Self.cards(chosen) == Self.cards(point) && chosen.text.contains("Anna Nagar"))
        // Typed over without scripts, the old point goes along, and isn't meant any more.
        let form = try chosen.form("/search")
        #expect(form.fields["point_of"] == "Anna Nagar" && form.fields["lat"].hasPrefix("9.92"))
        let other = try await browser.submit(form, ["q": "600001"])
        #expect(Self.cards(other) == (try await Self.nearest("pincode=600001")))
        // So does where the device is.
        let elsewhere = try await browser.submit(try point.form("/search"), ["q": "600001"])
        #expect(Self.cards(elsewhere) == (try await Self.nearest("pincode=600001")))
        let again = try await browser.submit(try point.form("/search"))
        #expect(Self.cards(again) == Self.cards(point))
    }

    @Test func `whoever told a pincode need not tell it again to book`() async throws {
        for (query, wanted) in [
            ("q=600001&mode=doorstep", "mode=doorstep&amp;pincode=600001"), ("q=600001", "?pincode=600001"),
        ] {
            let page = try await Browser(server).open("/search?" + query)
            let links = page.html.matches(of: /href="(\/centres\/[0-9]+\/book[^"]*)"/).map { String($0.1) }
            #expect(!links.isEmpty && links.allSatisfy { $0.hasSuffix(wanted) }, "\(query): \(links)")
        }
        let place = try await Browser(server).open("/search?q=Madurai&mode=doorstep")
        #expect(!place.html.contains("&amp;pincode="), "of a city it isn't known")
    }

    @Test func `above results the box is small, and still asks for the service`() async throws {
        let page = try await Browser(server).open("/search?q=600001")
        #expect(page.html.contains("class=\"searchbox searchbox--compact\""))
        let box = try page.form("/search")
        #expect(box.fields.has("service") && box.fields["q"] == "600001")
        #expect(page.html.contains("<details class=\"searchbox__more\">"))
        let service = try await server.pool.query("SELECT service FROM services ORDER BY position LIMIT 1")[0]
            .decode(String.self)
        let chosen = try await Browser(server).open("/search?q=600001&service=\(service)")
        #expect(chosen.html.contains("<details class=\"searchbox__more\" open>"), "what narrows the list is in view")
        for whole in ["/", "/search?q=xqzzkwv"] {
            let page = try await Browser(server).open(whole)
            #expect(!page.html.contains("searchbox--compact"), "\(whole)")
        }
    }

    @Test func `a name of several places offers the others`() async throws {
        let page = try await Browser(server).open("/search?q=Anna+Nagar")
        #expect(page.text.contains(Self.words().text("search.choices")))
        let link = try #require(page.html.firstMatch(of: /href="(\/search\?q=[^"]*lat=[^"]*)" rel="nofollow"><bdi/)?.1)
        let other = try await Browser(server).open(WebForm.plain(String(link)))
        #expect(other.status == 200 && !Self.cards(other).isEmpty)
        // On a Tamil page it keeps the name by which it was chosen.
        let tamil = try await Browser(server, language: "ta").open("/search?q=" + encoded("அண்ணா நகர்"))
        let its = try #require(
            tamil.html.firstMatch(of: /href="(\/search\?q=[^"]*lat=[^"]*)" rel="nofollow"><bdi lang="ta"/)?.1)
        let chosen = try await Browser(server, language: "ta").open(WebForm.plain(String(its)))
        #expect(chosen.html.contains(/<h1[^>]*><bdi lang="ta">/))
    }

    @Test func `a card tells what one needs to go there or call`() async throws {
        let (id, name, phone) = try await server.pool.query(
            "SELECT id, center_name, phone FROM service_providers WHERE id = (SELECT min(id) FROM service_providers WHERE status = 'approved')"
        )[0].decode(Int64.self, String.self, String.self)
        let (lat, lng) = try await server.pool.query(
            "SELECT lat, lng FROM service_providers WHERE id = \(id)")[0].decode(Double.self, Double.self)
        let page = try await Browser(server).open("/search?lat=\(lat)&lng=\(lng)")
        #expect(Self.cards(page).contains(id))
        #expect(page.text.contains(name) && page.html.contains("href=\"tel:\(phone)\""))
        #expect(page.html.contains("href=\"geo:\(Coordinates.text(lat)),\(Coordinates.text(lng))?q="))
        #expect(page.html.contains("href=\"/centres/\(id)\""))
        #expect(page.text.contains("Sample") && page.text.contains("From ₹"))
    }

    @Test func `the service that is asked for decides, and its price is shown`() async throws {
        let service = try await server.pool.query(
            "SELECT service, name, name_ta FROM services ORDER BY position LIMIT 1")[0]
            .decode(String.self, String.self, String.self)
        let page = try await Browser(server).open("/search?q=625001&service=\(service.0)")
        #expect(Self.cards(page) == (try await Self.nearest("pincode=625001&service=\(service.0)")))
        #expect(page.text.contains("\(service.1): ₹"))
        let tamil = try await Browser(server, language: "ta").open("/search?q=625001&service=\(service.0)")
        #expect(tamil.text.contains("\(service.2): ₹"))
        let unknown = try await Browser(server).open("/search?q=625001&service=nothing")
        #expect(Self.cards(unknown) == (try await Self.nearest("pincode=625001")))
    }

    @Test func `more can be asked for`() async throws {
        let page = try await Browser(server).open("/search?q=600001")
        let link = try #require(page.html.firstMatch(of: /href="(\/search\?[^"#]*limit=30)#centre-[0-9]+"/)?.1)
        let more = try await Browser(server).open(WebForm.plain(String(link)))
        #expect(Self.cards(more) == (try await Self.nearest("pincode=600001&limit=30")))
    }

    @Test(arguments: Language.allCases) func `what isn't found is told with a way on`(language: Language)
        async throws
    {
        let browser = Browser(server, language: language.rawValue)
        let words = Self.words(language)
        for (query, key) in [
            ("q=999999", "errors.unknown_pincode"), ("q=xqzzkwv", "errors.unknown_place"),
            ("lat=28.6&lng=77.2", "errors.outside_service_region"), ("q=", "search.nothing_asked"),
            ("lat=x&lng=y", "search.nothing_asked"),
        ] {
            let page = try await browser.open("/search?" + query)
            #expect(page.status == 200 && page.text.contains(words.text(key)), "\(query)")
            #expect(page.forms("/search").count == 1, "\(query)")
        }
        let near = try await browser.open("/search?q=600200")
        #expect(near.html.contains("href=\"/search?q=6002") || near.html.contains("href=\"/search?q=600"))
    }

    @Test func `what was typed is shown as text`() async throws {
        let wild = "<script>alert(1)</script>\"'&"
        for query in ["q=" + encoded(wild), "q=" + encoded(wild) + "&lat=9.92&lng=78.12"] {
            let page = try await Browser(server).open("/search?" + query)
            #expect(page.status == 200 && !page.html.contains("<script>alert"))
            #expect(try page.form("/search").fields["q"] == wild)
        }
        let long = try await Browser(server).open("/search?q=" + String(repeating: "a", count: 300))
        #expect(long.status == 200 && long.html.contains("role=\"alert\""))
    }

    @Test(arguments: ["q=600001", "q=600001&mode=doorstep", "q=xqzzkwv", "q="])
    func `walking in or the doorstep is chosen in one place, and carried along`(query: String) async throws {
        let page = try await Browser(server).open("/search?" + query)
        #expect(page.html.matches(of: /class="segmented[" ]/).count == 1)
        let isDoorstep = query.contains("doorstep")
        #expect(try page.form("/search").fields["mode"] == (isDoorstep ? "doorstep" : "walk_in"))
    }

    @Test func `a Tamil page says which words aren't Tamil`() async throws {
        let page = try await Browser(server, language: "ta").open("/search?q=600001")
        #expect(page.html.contains(/<bdi lang="en">Sample/))
        #expect(page.text.contains("மையங்கள்"))
    }
}
