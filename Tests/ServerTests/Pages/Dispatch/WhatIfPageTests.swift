import HTTPTypes
import Foundation
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

@Suite(.server) struct WhatIfPageTests {
    private func browser(_ language: Language = .english) async throws -> Browser {
        Browser(server, as: try await server.person(.dispatcher), choosing: language)
    }

    /// The page's form with the field.
    private func form(_ page: WebPage, _ field: String) throws -> WebForm {
        try #require(page.forms("/dispatch/what-if").first { $0.fields.has(field) })
    }

    @Test func `a centre that opens and one that closes are reckoned together, and taken back one by one`() async throws
    {
        let browser = try await browser()
        let only = try #require(try await FragileList(limit: 1).page(on: server.pool).items.first)
        let start = try await browser.open("/dispatch/what-if")
        #expect(start.status == 200 && start.html.contains("empty-state"))
        let closed = try await browser.submit(try form(start, "centre"), ["centre": String(only.centre.id)])
        #expect(closed.address == "/dispatch/what-if?change=close%3A\(only.centre.id)")
        let gone = try await WhatIf([.remove(provider: only.centre.id)]).answer(on: server.pool)
        #expect(gone.lost.contains(only.place.pincode))
        for pincode in gone.lost.prefix(60) { #expect(closed.links("/dispatch?pincode=\(pincode)").count == 1) }

        let pincode = only.place.pincode.description
        let both = try await browser.submit(try form(closed, "place"), ["place": pincode, "radius_km": "7.5"])
        #expect(both.address == closed.address + "&change=open%3A\(pincode)%3A7.5")
        let answer = try await WhatIf([
            .remove(provider: only.centre.id), .add(.circle(only.place.location, radius_km: 7.5), provider: nil),
        ]).answer(on: server.pool)
        let formats = Formats(Site.current[.english].words)
        #expect(both.text.contains(formats.number(Int64(answer.state.after.coveredPincodes))))
        #expect(both.text.contains(formats.number(answer.state.after.coveredDemand)))
        let back = try #require(both.links("/dispatch/what-if?change=open").first)
        let alone = try await browser.open(back)
        #expect(
            alone.status == 200 && alone.forms("/dispatch/what-if")[0].fields.all("change") == ["open:\(pincode):7.5"])
    }

    @Test func `a place is taken by its name too, and the map's form is understood`() async throws {
        for query in ["place=Thoothukudi", "place=தூத்துக்குடி", "pincode=628+001"] {
            let query = query.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? ""
            let page = try await browser(.tamil).open("/dispatch/what-if?\(query)&radius_km=10")
            #expect(
                page.status == 200 && page.address.hasPrefix("/dispatch/what-if?change=open%3A628"), "\(page.address)")
        }
    }

    @Test func `the place of an opening is called by its Tamil name`() async throws {
        let page = try await browser(.tamil).open("/dispatch/what-if?change=open:641001:5")
        #expect(page.html.contains("<bdi lang=\"ta\">கோயம்புத்தூர்</bdi></span>"))
    }

    @Test func `a name of many centres is a choice that keeps the other changes`() async throws {
        let page = try await browser().open("/dispatch/what-if?change=open:600001:5&centre=a")
        let choices = page.links("/dispatch/what-if?change=open%3A600001%3A5&change=close%3A")
        #expect(page.status == 200 && choices.count == 12)
    }

    @Test func `what is wrong is told beside its field, in the page's language, with what was typed`() async throws {
        for language in Language.allCases {
            let words = Site.current[language].words
            let browser = try await browser(language)
            let start = try await browser.open("/dispatch/what-if?change=open:600001:5")
            let wrong = try await browser.submit(
                try form(start, "place"), ["place": "<b>qqqqzzzz", "radius_km": "76"])
            #expect(wrong.status == 422 && !wrong.html.contains("<b>qqqq"))
            #expect(wrong.error(of: "place") == words.text("dispatch.field.place.wrong"))
            #expect(wrong.error(of: "radius_km") == words.text("dispatch.field.radius_km.not_imaginable"))
            let again = try form(wrong, "place").fields
            #expect(again["place"] == "<b>qqqqzzzz" && again["radius_km"] == "76")
            #expect(again.all("change") == ["open:600001:5"])
            let outside = try await browser.open("/dispatch/what-if?place=110001&radius_km=5")
            #expect(outside.error(of: "place") == words.text("dispatch.field.place.wrong"))
            let centre = try await browser.submit(try form(start, "centre"), ["centre": "no such centre"])
            #expect(centre.error(of: "centre") == words.text("dispatch.field.centre.wrong"))
            let empty = try await browser.submit(try form(start, "centre"), ["centre": " "])
            #expect(empty.error(of: "centre") == words.text("dispatch.field.centre.missing"))
        }
    }

    @Test func `changes that can't be read or aren't there do no harm, and there is an end to them`() async throws {
        let browser = try await browser()
        let odd = try await browser.open(
            "/dispatch/what-if?change=%3Cscript%3E&change=open:600001:nan&change=close:-1&change=open:110001:5&change=close:999999999"
        )
        #expect(odd.status == 200 && odd.rows.count == 2 && !odd.html.contains("stat-grid"))
        #expect(odd.rows.allSatisfy { $0.contains(Site.current[.english].words.text("dispatch.what_if.unknown")) })
        let pincodes = try await server.pool.query("SELECT pincode::integer FROM pincodes ORDER BY pincode LIMIT 25")
            .map { try $0.decode(Int32.self) }
        let all = pincodes.map { "change=open:\($0):1" }.joined(separator: "&")
        let full = try await browser.open("/dispatch/what-if?\(all)")
        #expect(full.status == 200 && full.forms("/dispatch/what-if")[0].fields.all("change").count == 20)
        let more = try await browser.submit(try form(full, "place"), ["place": "\(pincodes[24])", "radius_km": "1"])
        #expect(more.error(of: "place") == Site.current[.english].words.text("dispatch.field.place.too_many"))
    }
}
