import Foundation
import HTTPTypes
import Marketplace
import Testing

@testable import Server

@Suite(.server) struct CentreReviewPagesTests {
    @Test func `a centre that waits is found, looked at and approved after a step that asks`() async throws {
        let owner = try await server.person(.provider, name: "<b>Owner</b>")
        let name = "Needs <i>escaping</i> \(UUID().uuidString.prefix(8))"
        let centre = try await server.register(centreBody(["center_name": name]), as: owner)
        let browser = Browser(server, as: try await server.person(.admin))
        let list = try await browser.open("/admin?status=pending&q=\(encoded(name))")
        #expect(list.rows.count == 1 && list.text.contains(name) && !list.html.contains("<i>escaping"))
        let page = try await browser.open("/admin/centres/\(centre.id)")
        #expect(page.status == 200 && page.text.contains("<b>Owner</b>") && !page.html.contains("<b>Owner"))
        let ask = try await browser.open(try #require(page.links("/admin/centres/\(centre.id)/decide").first))
        #expect(try await server.status(of: centre.id, as: owner) == "pending")
        let done = try await browser.submit(try ask.form("/admin/centres/\(centre.id)/decide"))
        #expect(done.text.contains(Site.current[.english].words.text("admin.done.centre_approve")))
        #expect(try await server.status(of: centre.id, as: owner) == "approved")
    }

    @Test func `a rejection needs a reason, and what was seen is what counts`() async throws {
        let owner = try await server.person(.provider)
        let centre = try await server.register(as: owner)
        let browser = Browser(server, as: try await server.person(.admin))
        let path = "/admin/centres/\(centre.id)/decide"
        let page = try await browser.open("/admin/centres/\(centre.id)")
        let link = try #require(page.links(path).first { $0.contains("reject") })
        let ask = try await browser.open(link)
        let refused = try await browser.submit(try ask.form(path))
        #expect(refused.status == 422 && refused.error(of: "reason") != nil)
        let stale = try await browser.submit(try ask.form(path), ["reason": "No bench", "revision": "1"])
        #expect(stale.status == 422 && stale.text.contains("No bench"))
        #expect(try await server.status(of: centre.id, as: owner) == "pending")
        _ = try await browser.submit(try stale.form(path))
        #expect(try await server.status(of: centre.id, as: owner) == "rejected")
    }

    @Test(arguments: Language.allCases) func `every page of the administration is there in both languages`(
        language: Language
    ) async throws {
        let browser = Browser(server, as: try await server.person(.admin), choosing: language)
        for path in [
            "/admin", "/admin/areas", "/admin/users", "/admin/new-user", "/admin/audit", "/admin/jobs",
            "/admin/watches",
        ] {
            let page = try await browser.open(path + "?status=%3Cb%3E&q=%3Cb%3E&after=x&from=never")
            #expect(page.status == 200 && page.html.contains("<html lang=\"\(language.rawValue)\""), "\(path)")
            #expect(!page.html.contains("<b>"), "\(path)")
        }
        let mistyped = try await browser.open("/admin/watches?pincode=60000")
        #expect(mistyped.text.contains(Site.current[language].words.text("errors.invalid_pincode")))
        for path in ["/admin/centres/0", "/admin/areas/0", "/admin/users/0", "/admin/centres/x/areas/new"] {
            #expect(try await browser.open(path).status == 404, "\(path)")
        }
    }
}

extension TestServer {
    fileprivate func status(of centre: Int64, as owner: Person) async throws -> String {
        try await send(.get, "/api/providers/\(centre)", as: owner).decode(OwnCentre.self).status
    }
}
