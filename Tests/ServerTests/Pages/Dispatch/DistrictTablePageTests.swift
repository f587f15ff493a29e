import Foundation
import HTTPTypes
import Marketplace
import Matching
import Testing

@testable import Server

@Suite(.server) struct DistrictTablePageTests {
    private func order(_ query: String) async throws -> [Int32] {
        let browser = Browser(server, as: try await server.person(.dispatcher))
        let page = try await browser.open("/dispatch/districts" + query)
        try #require(page.status == 200)
        return page.html.matches(of: /<tr data-district="(\d+)"/).compactMap { Int32($0.1) }
    }

    /// The figures above the table lead to orders of it too.
    private static func headLinks(_ page: WebPage) -> [String] {
        guard let head = page.html.firstMatch(of: /<thead>(.*?)<\/thead>/.dotMatchesNewlines())?.1 else { return [] }
        return head.matches(of: /href="(\/dispatch\/districts\?sort=[^"]*)"/).map { WebForm.plain(String($0.1)) }
    }

    @Test func `a link in the head sorts by its column, and the same again turns the order round`() async throws {
        let browser = Browser(server, as: try await server.person(.dispatcher))
        let page = try await browser.open("/dispatch/districts")
        let links = Self.headLinks(page)
        #expect(links.count == DistrictTable.Column.allCases.count)
        let bySize = try #require(links.first { $0.contains("sort=households&") })
        let sorted = try await browser.open(bySize)
        #expect(sorted.html.contains("aria-sort=\"descending\""))
        let again = try #require(Self.headLinks(sorted).first { $0.contains("sort=households&") })
        let turned = try await browser.open(again)
        #expect(turned.html.contains("aria-sort=\"ascending\""))
        #expect(turned.rows == sorted.rows.reversed())
    }

    @Test func `each column sorts by its figure`() async throws {
        let districts = try await CoverageSummary.find(on: server.pool).districts
        let byLGD = Dictionary(uniqueKeysWithValues: districts.map { ($0.lgd ?? 0, $0) })
        let figures: [String: (CoverageSummary.Row) -> Double] = [
            "pincodes": { Double($0.pincodes) }, "area_km2": { $0.area_km2 }, "households": { Double($0.demand) },
            "served": { Double($0.coveredPincodes) / Double($0.pincodes) },
            "ground": { min(1, $0.covered_km2 / $0.area_km2) },
            "households_missing": { Double($0.demand - $0.coveredDemand) },
        ]
        for (column, figure) in figures {
            let up = try await order("?sort=\(column)&order=up").map { figure(try #require(byLGD[$0])) }
            #expect(up.count == 38 && zip(up, up.dropFirst()).allSatisfy { $0 <= $1 }, "\(column)")
            let down = try await order("?sort=\(column)&order=down").map { figure(try #require(byLGD[$0])) }
            #expect(zip(down, down.dropFirst()).allSatisfy { $0 >= $1 }, "\(column)")
        }
        #expect(try await order("?sort=<b>&order=x") == (try await order("")))
    }

    @Test func `rows lead to the map, and the table can be kept as a file`() async throws {
        let person = try await server.person(.dispatcher)
        let page = try await Browser(server, as: person).open("/dispatch/districts")
        #expect(page.links("/dispatch?district=").count == 38)
        let file = try await server.send(.get, "/dispatch/districts.csv", as: person)
        #expect(file.status == 200 && file.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(file.text.split(separator: "\r\n").count == 40)
    }
}
