import Foundation
import Marketplace
import Postgres
import Testing

@testable import Server

@Suite(.server) struct AreaReviewPagesTests {
    @Test func `an area is made by the form alone, after a page that says what changes`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.approvedCentre(of: owner)
        let browser = Browser(server, as: try await server.person(.admin))
        let path = "/admin/centres/\(centre.id)/areas/new"
        let form = try await browser.open(path).form(path)
        let wrong = try await browser.submit(form, ["kind": "radius", "radius_km": "far"])
        #expect(wrong.status == 422 && wrong.error(of: "radius_km") != nil)
        let preview = try await browser.submit(form, ["kind": "radius", "radius_km": "3"])
        #expect(preview.status == 200)
        let saved = try await browser.submit(try preview.form(path))
        #expect(saved.address.hasPrefix("/admin/areas/") && saved.status == 200)
        // A second one who began from the same version is told, and loses nothing.
        let area = String(saved.address.prefix { $0 != "?" })
        let first = try await browser.submit(try saved.form(area), ["kind": "radius", "radius_km": "4"])
        let second = try await browser.submit(try saved.form(area), ["kind": "pincodes", "pincodes": "600001 600002"])
        _ = try await browser.submit(try first.form(area))
        let conflict = try await browser.submit(try second.form(area))
        #expect(conflict.status == 412)
        #expect(try conflict.form(area).fields["pincodes"] == "600001 600002")
        #expect(try await browser.submit(try conflict.form(area)).status == 200)
    }

    @Test func `a proposal stands beside what is in force, and is approved`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let drawn = try await server.draw(["kind": "radius", "radius_km": 2], of: centre.id, as: admin)
        _ = try await server.redraw(drawn, ["kind": "radius", "radius_km": 3], as: owner)
        let id = try #require(drawn.id)
        let browser = Browser(server, as: admin)
        let page = try await browser.open("/admin/areas/\(id)")
        #expect(page.status == 200 && page.html.contains("data-area-editor"))
        let link = try #require(page.links("/admin/areas/\(id)/decide").first { $0.contains("approve") })
        let done = try await browser.submit(try await browser.open(link).form("/admin/areas/\(id)/decide"))
        #expect(done.status == 200)
        let now = try await server.area(id, as: owner)
        #expect(now.radius_km == 3 && now.replacement == nil)
    }

    @Test func `pincodes far and wide are an area of more parts than may be drawn, and are decided on all the same`()
        async throws
    {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.register(as: owner)
        let scattered = try await server.pool.query(
            """
            SELECT pincode::text FROM (SELECT pincode, row_number() OVER (ORDER BY pincode) AS at FROM pincode_cells) c
            WHERE at % 20 = 0
            """
        ).map { try $0.decode(String.self) }
        let drawn = try await server.draw(["kind": "pincodes", "pincodes": scattered], of: centre.id, as: owner)
        let id = try #require(drawn.id)
        let rings = try #require(drawn.geometry).coordinates.flatMap { $0 }
        #expect(rings.count > 50)
        let browser = Browser(server, as: admin)
        #expect(try await browser.open("/admin/centres/\(centre.id)").status == 200)
        let page = try await browser.open("/admin/areas/\(id)")
        #expect(page.status == 200)
        let link = try #require(page.links("/admin/areas/\(id)/decide").first { $0.contains("approve") })
        let done = try await browser.submit(try await browser.open(link).form("/admin/areas/\(id)/decide"))
        #expect(done.status == 200)
        let approved = try await server.area(id, as: owner)
        #expect(approved.status == "in_force")
        // By the form alone, too.
        let preview = try await browser.submit(
            try done.form("/admin/areas/\(id)"),
            ["kind": "pincodes", "pincodes": scattered.dropLast().joined(separator: " ")])
        #expect(preview.status == 200)
    }

    @Test func `an area in force is taken away after a page that says what is lost`() async throws {
        let (owner, admin) = (try await server.person(.provider), try await server.person(.admin))
        let centre = try await server.approvedCentre(of: owner)
        let drawn = try await server.draw(["kind": "radius", "radius_km": 2], of: centre.id, as: admin)
        let path = "/admin/areas/\(try #require(drawn.id))"
        let browser = Browser(server, as: admin)
        let link = try #require(try await browser.open(path).links(path + "/decide").first)
        let asked = try await browser.open(link)
        #expect(asked.status == 200 && asked.html.contains("change-down"))
        let form = try asked.form(path + "/decide")
        // Whoever looked at another version is told, and nothing is lost by it.
        #expect(try await browser.submit(form, ["revision": "99"]).status == 422)
        let done = try await browser.submit(form)
        #expect(done.address == "/admin/centres/\(centre.id)?done=admin.area_withdraw")
        #expect(try await browser.open(path).status == 404)
        #expect(try await browser.submit(form).status == 404)
    }
}
