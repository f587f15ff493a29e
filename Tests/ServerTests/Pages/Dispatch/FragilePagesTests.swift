import HTTPTypes
import Foundation
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

@Suite(.server) struct FragilePagesTests {
    @Test func `each pincode names its only centre and asks what if it closed`() async throws {
        let truth = try await FragileList(limit: 26).page(on: server.pool)
        try #require(truth.items.count == 26)
        let browser = Browser(server, as: try await server.person(.dispatcher))
        let page = try await browser.open("/dispatch/fragile")
        #expect(
            page.links("/dispatch?pincode=").map { $0.suffix(6) }
                == truth.items.prefix(25).map { "\($0.place.pincode)" })
        #expect(page.rows[0].contains(truth.items[0].centre.center_name))
        let next = try #require(page.next)
        let second = try await browser.open(next)
        #expect(second.links("/dispatch?pincode=").first?.suffix(6) == "\(truth.items[25].place.pincode)")
        let link = try #require(page.links("/dispatch/what-if?change=close").first)
        let imagined = try await browser.open(link)
        #expect(imagined.status == 200 && imagined.text.contains(truth.items[0].place.pincode.description))
        let file = try await server.send(.get, "/dispatch/fragile.csv", as: try await server.person(.dispatcher))
        #expect(file.text.split(separator: "\r\n").count == Int(truth.total) + 1)
    }

    @Test func `what strangers call their centre is shown as they wrote it, and never as HTML`() async throws {
        try await withServer { server in
            let first = try #require(try await FragileList(limit: 1).page(on: server.pool).items.first)
            let name = "<script>alert(1)</script> & \"அம்மன்\""
            try await server.pool.execute(
                "UPDATE service_providers SET center_name = \(name) WHERE id = \(first.centre.id)")
            let browser = Browser(server, as: try await server.person(.dispatcher))
            for address in [
                "/dispatch/fragile", "/dispatch/overlaps?centre=\(first.centre.id)",
                "/dispatch/what-if?change=close%3A\(first.centre.id)", "/dispatch/overlaps?centre=%3Cscript%3E",
            ] {
                let page = try await browser.open(address)
                #expect(page.status == 200 && !page.html.contains("<script>alert"), "\(address)")
                #expect(page.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "\(address)")
                #expect(page.html.contains("<bdi lang=\"ta\">"), "\(address)")
            }
        }
    }
}
