import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

/// Offers and broadcasts as admins make them.
@Suite(.server) struct OfferPagesTests {
    private var words: Words { Site.current[.english].words }

    private func admin(_ language: Language = .english) async throws -> Browser {
        Browser(server, as: try await server.person(.admin), choosing: language)
    }

    @Test func `an offer is made once, shown and taken away`() async throws {
        let browser = try await admin()
        let page = try await browser.open("/admin/offers/new")
        let form = try page.form("/admin/offers/new")
        let empty = try await browser.submit(form)
        #expect(empty.status == 422 && empty.error(of: "title") == words.text("offers.field.title.missing"))
        let code = "T\(Int.random(in: 100_000...999_999))"
        let typed = [
            "title": "Pongal <offer>", "description": "Less for all", "target": "all", "code": code,
            "discount_percent": "10", "max_discount": "50",
        ]
        let without = try await browser.submit(form, typed.merging(["code": ""]) { $1 })
        #expect(without.error(of: "code") == words.text("offers.field.code.needed"))
        for _ in 0..<2 {
            let made = try await browser.submit(form, typed)
            #expect(made.status == 200 && made.text.contains(code) && made.html.contains("Pongal &lt;offer&gt;"))
        }
        let rows = try await server.pool.query("SELECT id FROM offers WHERE code = \(code)")
        #expect(rows.count == 1)
        let id = try rows[0].decode(Int64.self)
        let list = try await browser.open("/admin/offers")
        let gone = try await browser.submit(try list.form("/admin/offers/\(id)/remove"))
        #expect(!gone.text.contains(code))
    }

    @Test func `targets are read, and what isn't there is told beside its field`() async throws {
        let browser = try await admin()
        let form = try (try await browser.open("/admin/broadcasts/new")).form("/admin/broadcasts/new")
        let base = ["title": "News", "description": "Something", "channel": "inbox"]
        for (typed, field) in [
            (["target": "pincodes", "pincodes": "12"], "pincodes"),
            (["target": "pincodes", "pincodes": ""], "pincodes"),
            (["target": "provider", "provider_id": "999999999"], "provider_id"),
            (["target": "district"], "district_lgd"),
            (["target": "geometry", "geometry": "{"], "geometry"),
        ] {
            let refused = try await browser.submit(form, base.merging(typed) { $1 })
            #expect(refused.status == 422 && refused.error(of: field) != nil, "\(typed)")
        }
        let counted = try await browser.submit(form, base.merging(["target": "all"]) { $1 })
        #expect(counted.status == 200 && counted.html.contains("value=\"send\""), "\(counted.text)")
    }

    @Test func `it is counted before it is sent, and sent once`() async throws {
        let reader = try await server.person(.customer)
        try await server.pool.execute("UPDATE users SET offers_accepted_at = now() WHERE id = \(reader.id)")
        let browser = try await admin()
        let page = try await browser.open("/admin/broadcasts/new")
        let title = "News \(UUID().uuidString.prefix(8))"
        let typed = ["title": title, "description": "Something", "channel": "inbox", "target": "all"]
        let counted = try await browser.submit(try page.form("/admin/broadcasts/new"), typed)
        #expect(try await server.pool.query("SELECT 1 FROM broadcasts WHERE title = \(title)").isEmpty)
        let form = try counted.form("/admin/broadcasts/new")
        for _ in 0..<2 {
            let sent = try await browser.submit(form, ["step": "send"])
            #expect(sent.address.hasPrefix("/admin/broadcasts/") && sent.text.contains(title), "\(sent.text)")
        }
        let rows = try await server.pool.query("SELECT id FROM broadcasts WHERE title = \(title)")
        #expect(rows.count == 1)
        let id = try rows[0].decode(Int64.self)
        let one = try await browser.open("/admin/broadcasts/\(id)")
        let stopped = try await browser.submit(try one.form("/admin/broadcasts/\(id)"), ["step": "stop"])
        #expect(stopped.text.contains(words.text("offers.broadcast_state.stopped")))
    }
}
