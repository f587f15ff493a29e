import Foundation
import HTTPTypes
import Marketplace
import Matching
import Postgres
import Testing

@testable import Server

/// Where nobody comes to the door: the nearest anyway, and waiting for somebody.
@Suite(.serialized) struct NobodyComesPagesTests {
    /// Makes a gap of a pincode that one centre alone serves.
    private func gap(_ server: TestServer) async throws -> String {
        let (pincode, areas) = try await server.pool.query(
            """
            SELECT c.pincode, (SELECT array_agg(id) FROM service_areas a WHERE a.provider_id = c.provider_id
                AND a.status = 'in_force')
            FROM pincode_coverage c JOIN pincode_coverage_counts k USING (pincode)
            WHERE k.coverage_count = 1 ORDER BY c.pincode LIMIT 1
            """)[0].decode(Int32.self, [Int64].self)
        try await server.pool.execute("UPDATE service_areas SET status = 'withdrawn' WHERE id = ANY (\(areas))")
        return String(pincode)
    }

    private func watches(_ server: TestServer) async throws -> [String] {
        try await server.pool.query(
            "SELECT pincode || ' ' || coalesce(phone, email) || ' ' || language FROM coverage_watches ORDER BY id"
        ).map { try $0.decode(String.self) }
    }

    @Test func `nobody comes: the nearest is shown, the search counts, and one can wait without an account`()
        async throws
    {
        try await withServer { server in
            let pincode = try await gap(server)
            let browser = Browser(server, language: "ta")
            let page = try await browser.open("/search?q=\(pincode)&mode=doorstep")
            let words = Site.current[.tamil].words
            #expect(page.text.contains(words.text("search.nobody.title")))
            #expect(page.text.contains(words.text("search.nearest_anyway")))
            #expect(page.html.matches(of: /<li class="result-card"/).count == 3)
            #expect(!page.html.contains(/\/book\?[^"]*mode=doorstep/), "one goes to those that don't come")
            #expect(server.server.misses.waiting == 1)
            let form = try page.form("/watch")
            #expect(form.fields["pincode"] == pincode && form.fields["contact"].isEmpty)
            let phone = Member.newPhone()
            let national = String(phone.dropFirst(3))
            let done = try await browser.submit(form, ["contact": national, "consent": "true"])
            #expect(done.address == "/search?q=\(pincode)&done=search.watching")
            #expect(done.text.contains(words.text("search.done.watching")))
            #expect(try await watches(server) == ["\(pincode) \(phone) ta"])
            // Sent twice, by a double click or from two tabs, it is one wish.
            _ = try await browser.submit(form, ["contact": national, "consent": "true"])
            #expect(try await watches(server).count == 1)
            let walking = try await browser.open("/search?q=\(pincode)")
            #expect(walking.text.contains(words.text("search.watch_hint")))
        }
    }

    @Test func `where somebody comes nothing is counted and nothing is waited for`() async throws {
        try await withServer { server in
            let page = try await Browser(server).open("/search?q=600001&mode=doorstep")
            #expect(page.forms("/watch").isEmpty && page.html.contains("data-covers"))
            #expect(server.server.misses.waiting == 0)
        }
    }

    @Test func `whoever is signed in finds their number filled in`() async throws {
        try await withServer { server in
            let pincode = try await gap(server)
            let member = try await server.member()
            let person = try await server.signIn(member)
            let browser = Browser(server, as: person)
            let page = try await browser.open("/search?q=\(pincode)&mode=doorstep")
            #expect(try page.form("/watch").fields["contact"] == member.phone)
            let bare = try await browser.send(
                .post, "/watch", body: "pincode=\(pincode)&contact=\(encoded(member.phone))&consent=true",
                headers: [.secFetchSite: "none"], follows: false)
            #expect(bare.status == 403, "a signed-in person's form needs its token")
            #expect(try await watches(server).isEmpty)
            let done = try await browser.submit(try page.form("/watch"), ["consent": "true"])
            #expect(done.status == 200)
            #expect(try await watches(server) == ["\(pincode) \(member.phone) en"])
        }
    }

    @Test func `a form that is refused says why beside each field, and keeps what was typed`() async throws {
        try await withServer { server in
            let pincode = try await gap(server)
            for language in Language.allCases {
                let words = Site.current[language].words
                let browser = Browser(server, language: language.rawValue)
                let form = try await browser.open("/watch?pincode=\(pincode)").form("/watch")
                let empty = try await browser.submit(form, ["pincode": ""])
                #expect(empty.status == 422)
                #expect(empty.error(of: "pincode") == words.text("search.field.pincode.missing"))
                #expect(empty.error(of: "contact") == words.text("search.field.contact.missing"))
                #expect(empty.error(of: "consent") == words.text("search.field.consent.missing"))
                let wild = "<b>\"x\"@y"
                let wrong = try await browser.submit(form, ["pincode": "12", "contact": wild, "consent": "true"])
                #expect(wrong.error(of: "pincode") == words.text("errors.invalid_pincode"))
                #expect(wrong.error(of: "contact") == words.text("search.field.contact.wrong"))
                #expect(try wrong.form("/watch").fields["contact"] == wild && !wrong.html.contains("<b>"))
                let served = try await browser.submit(
                    form, ["pincode": "600 001", "contact": Member.newEmail(), "consent": "true"])
                #expect(served.error(of: "pincode") == words.text("errors.already_covered"))
                let unknown = try await browser.submit(
                    form, ["pincode": "999999", "contact": Member.newEmail(), "consent": "true"])
                #expect(unknown.error(of: "pincode") == words.text("errors.unknown_pincode"))
            }
            #expect(try await watches(server).isEmpty)
        }
    }

    @Test func `from another site nobody is made to wait`() async throws {
        try await withServer { server in
            let pincode = try await gap(server)
            let reply = try await Browser(server).send(
                .post, "/watch", body: "pincode=\(pincode)&contact=\(encoded(Member.newPhone()))&consent=true",
                headers: [.secFetchSite: "cross-site"], follows: false)
            #expect(reply.status == 403)
            #expect(try await watches(server).isEmpty)
        }
    }

    @Test func `without any centre the page says so`() async throws {
        try await withServer { server in
            try await server.pool.execute("UPDATE service_providers SET status = 'suspended'")
            for address in ["/search?q=600001", "/search?q=600001&mode=doorstep", "/districts", "/cities/madurai"] {
                let page = try await Browser(server).open(address)
                #expect(page.status == 200 && page.html.matches(of: /<li class="result-card"/).isEmpty, "\(address)")
            }
            let page = try await Browser(server).open("/districts/madurai")
            #expect(page.text.contains(Site.current[.english].words.text("places.no_centres")))
        }
    }
}
