import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

@Suite(.server) struct GapPagesTests {
    @Test func `gaps come page by page as Matching has them, in both languages`() async throws {
        let all = try await GapList(minCount: 3, limit: nil).page(on: server.pool)
        try #require(all.items.count > 60)
        let browser = Browser(server, as: try await server.person(.dispatcher), choosing: .tamil)
        var address: String? = "/dispatch/gaps?min_count=3"
        var found: [String] = []
        var pages = 0
        while let next = address, pages < 3 {
            let page = try await browser.open(next)
            try #require(page.status == 200)
            found += page.links("/dispatch?pincode=").map { String($0.suffix(6)) }
            pages += 1
            // Back to the first page from every other.
            #expect(page.links("/dispatch/gaps?min_count=3").contains("/dispatch/gaps?min_count=3") == (pages > 1))
            address = page.next
        }
        #expect(found == all.items.prefix(found.count).map(\.place.pincode.description) && found.count == 75)
    }

    @Test func `a row tells what the list knows`() async throws {
        let browser = Browser(server, as: try await server.person(.admin))
        let page = try await browser.open("/dispatch/gaps?min_count=5")
        let list = try await GapList(minCount: 5, limit: 1).page(on: server.pool)
        let gap = try #require(list.items.first)
        let row = try #require(page.rows.first)
        let formats = Formats(Site.current[.english].words)
        for text in [
            gap.place.pincode.description, gap.place.name, gap.place.district,
            formats.number(Int64(gap.estimatedDemand)), formats.number(gap.observedSearches),
            formats.number(Int64(gap.place.demand)), gap.nearest?.center_name ?? "",
        ] { #expect(row.contains(text), "\(text) in \(row)") }
        #expect(page.text.contains(formats.number(list.total)))
        #expect(row.contains(Site.current[.english].words.text("frame.card.sample")), "a sample centre is marked")
    }

    @Test func `a pincode whose name has a Tamil form is called by it`() async throws {
        let names = try await Pincode.tamilNames(on: server.pool)
        let all = try await GapList(minCount: 1000, limit: nil).page(on: server.pool).items
        // One that stands on the first page of its district.
        let firsts = Dictionary(grouping: all, by: \.place.district_lgd).values.compactMap { rows in
            rows.prefix(25).first { names[$0.place.pincode] != nil }
        }
        let gap = try #require(firsts.first)
        let name = try #require(names[gap.place.pincode])
        let browser = Browser(server, as: try await server.person(.dispatcher), choosing: .tamil)
        let page = try await browser.open("/dispatch/gaps?min_count=1000&district=\(gap.place.district_lgd)")
        #expect(page.html.contains("\(gap.place.pincode) <bdi lang=\"ta\">\(name)</bdi>"))
    }

    @Test func `a district narrows the list by name or code, and one that isn't there is told`() async throws {
        let browser = Browser(server, as: try await server.person(.dispatcher))
        let byCode = try await browser.open("/dispatch/gaps?district=568&min_count=1000")
        let byName = try await browser.open("/dispatch/gaps?district=chennai&min_count=1000")
        #expect(!byCode.rows.isEmpty && byCode.rows == byName.rows)
        #expect(byCode.rows.allSatisfy { $0.contains("Chennai") })
        #expect(try byCode.form("/dispatch/gaps").fields["district"] == "568")
        let wrong = try await browser.open("/dispatch/gaps?district=%3Cscript%3E&min_count=x&cursor=%00%3Cb%3E")
        #expect(wrong.status == 200 && !wrong.html.contains("<b>") && !wrong.text.contains("script>"))
        #expect(wrong.text.contains(Site.current[.english].words.text("dispatch.unknown_district")))
    }

    @Test func `the whole list can be kept as a table and as a map`() async throws {
        let person = try await server.person(.dispatcher)
        let page = try await Browser(server, as: person).open("/dispatch/gaps?district=568&min_count=5")
        let csv = try #require(page.links("/dispatch/gaps.csv").first)
        let table = try await server.send(.get, csv, as: person)
        let truth = try await GapList(district: "568", minCount: 5, limit: nil).page(on: server.pool)
        #expect(table.headers[.contentDisposition] == "attachment; filename=\"gaps.csv\"")
        #expect(table.text.split(separator: "\r\n").count == truth.items.count + 1)
        let geojson = try #require(page.links("/dispatch/gaps.geojson").first)
        let map = try await server.send(.get, geojson, as: person)
        #expect(map.headers[.contentDisposition] == "attachment; filename=\"gaps.geojson\"")
        #expect(try FeatureCollection(map).features.count == truth.items.count)
    }

    @Test func `an empty list says what it would be and where to go on`() async throws {
        try await withServer { server in
            try await server.pool.execute("DELETE FROM service_areas")
            let browser = Browser(server, as: try await server.person(.dispatcher))
            let page = try await browser.open("/dispatch/fragile")
            #expect(page.status == 200 && page.rows.isEmpty && page.html.contains("empty-state"))
            let gaps = try await browser.open("/dispatch/gaps")
            #expect(gaps.rows.count == 25 && gaps.next != nil)
        }
    }
}
