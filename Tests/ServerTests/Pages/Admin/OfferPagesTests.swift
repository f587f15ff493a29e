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

    @Test func `an offer is changed where it was touched, and what was typed is kept when it is refused`() async throws
    {
        let maker = try await server.person(.admin)
        let offer = try await server.offer(
            [
                "title": "Pongal", "target": ["pincodes": ["600003", "600001"]], "min_total_paise": 30_050,
                "per_person_limit": 2, "total_limit": 9,
            ], as: maker)
        try await server.pool.execute("UPDATE offers SET uses = 3 WHERE id = \(offer.id)")
        let browser = Browser(server, as: maker, choosing: .english)
        let path = "/admin/offers/\(offer.id)"
        let list = try await browser.open("/admin/offers")
        #expect(list.links(path).contains(path))
        let form = try (try await browser.open(path)).form(path)
        #expect(form.fields["target"] == "pincodes" && form.fields["pincodes"] == "600001 600003")
        #expect(form.fields["min_total"] == "300.50" && form.fields["per_person_limit"] == "2")
        #expect(!form.fields.has("code"))
        let wrong = try await browser.submit(form, ["title": "Diwali", "total_limit": "2"])
        #expect(wrong.error(of: "total_limit") == words.text("offers.field.total_limit.below_uses"))
        let again = try wrong.form(path)
        #expect(again.fields["title"] == "Diwali" && again.fields["total_limit"] == "2")
        let before = try await stored(offer.id)
        // Twice is once.
        for _ in 0..<2 {
            let saved = try await browser.submit(again, ["total_limit": "", "ends_at": "2099-01-14T18:00"])
            #expect(saved.text.contains(words.text("offers.done.changed")) && saved.text.contains("Diwali"))
        }
        let after = try await stored(offer.id)
        #expect(after.title == "Diwali" && after.total_limit == nil && after.starts_at == before.starts_at)
        let changes = try await server.pool.query(
            "SELECT change::text FROM audit_log WHERE action = 'offer.changed' AND entity_id = \(offer.id)")
        #expect(changes.count == 1)
        let named = try members(try changes[0].decode(String.self)).keys.sorted()
        #expect(named == ["ends_at", "title", "total_limit"])
        let early = try await browser.submit(
            try (try await browser.open(path)).form(path), ["ends_at": "2001-01-14T18:00"])
        #expect(early.error(of: "ends_at") == words.text("offers.field.ends_at.order"))
        #expect(try await browser.open("/admin/offers/999999999").status == 404)
    }

    private func stored(_ offer: Int64) async throws -> (title: String, total_limit: Int32?, starts_at: String) {
        try await server.pool.query(
            "SELECT title, total_limit, starts_at::text FROM offers WHERE id = \(offer)")[0]
            .decode(String.self, Int32?.self, String.self)
    }

    @Test func `of two who change an offer the second is told, and keeps what was typed`() async throws {
        let maker = try await server.person(.admin)
        let offer = try await server.offer(["title": "Pongal"], as: maker)
        let path = "/admin/offers/\(offer.id)"
        let (one, two) = (Browser(server, as: maker, choosing: .english), try await admin())
        let first = try (try await one.open(path)).form(path)
        let second = try (try await two.open(path)).form(path)
        _ = try await one.submit(first, ["title": "First"])
        let told = try await two.submit(second, ["title": "Second"])
        #expect(told.status == 422 && told.text.contains(words.text("offers.conflict")))
        #expect(told.text.contains(words.text("errors.changed_meanwhile")))
        #expect(try await stored(offer.id).title == "First")
        // Having been told, it may take the other's place.
        let form = try told.form(path)
        #expect(form.fields["title"] == "Second")
        _ = try await two.submit(form)
        #expect(try await stored(offer.id).title == "Second")
    }

    @Test func `a drawn target comes back as it was drawn`() async throws {
        let maker = try await server.person(.admin)
        let square = [[[80.2, 13.0], [80.3, 13.0], [80.3, 13.1], [80.2, 13.1], [80.2, 13.0]]]
        let offer = try await server.offer(
            ["target": ["geometry": ["type": "Polygon", "coordinates": square] as [String: Any]]], as: maker)
        let browser = Browser(server, as: maker, choosing: .english)
        let path = "/admin/offers/\(offer.id)"
        let form = try (try await browser.open(path)).form(path)
        let drawn = try members(form.fields["geometry"])
        #expect(form.fields["target"] == "geometry" && drawn["coordinates"] != nil)
        _ = try await browser.submit(form, ["title": "Moved"])
        let targets = try await server.pool.query(
            "SELECT change ? 'target' FROM audit_log WHERE action = 'offer.changed' AND entity_id = \(offer.id)")
        let named = try targets.map { try $0.decode(Bool.self) }
        #expect(named == [false])
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

    @Test func `a target is drawn on a map, and without scripts it is a field`() async throws {
        let browser = try await admin()
        for path in ["/admin/offers/new", "/admin/broadcasts/new"] {
            let page = try await browser.open(path)
            #expect(page.html.contains("js/staff/targetmap."), "\(path)")
            // Nothing to draw with until a script shows it.
            #expect(page.html.contains(/<div[^>]* data-target-drawing="editor" hidden>/), "\(path)")
            // Its library is named, for the script to fetch when somebody draws, and not loaded.
            #expect(page.html.contains(/data-library="\/assets\/vendor\/ol\.[0-9a-f]+\.js"/), "\(path)")
            #expect(!page.html.contains(/<script[^>]* src="[^"]*vendor\/ol\./), "\(path)")
            #expect(try page.form(path).fields.has("geometry"))
        }
        let form = try (try await browser.open("/admin/broadcasts/new")).form("/admin/broadcasts/new")
        // As the map writes it: parts that may touch.
        let parts = """
            {"type":"GeometryCollection","geometries":[
            {"type":"Polygon","coordinates":[[[80.2,13.0],[80.3,13.0],[80.3,13.1],[80.2,13.1],[80.2,13.0]]]},
            {"type":"Polygon","coordinates":[[[80.3,13.0],[80.35,13.0],[80.35,13.1],[80.3,13.1],[80.3,13.0]]]}]}
            """
        let counted = try await browser.submit(
            form,
            ["title": "News", "description": "Something", "channel": "inbox", "target": "geometry", "geometry": parts])
        #expect(counted.status == 200, "\(counted.text)")
        #expect(try counted.form("/admin/broadcasts/new").fields["geometry"] == parts)
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
