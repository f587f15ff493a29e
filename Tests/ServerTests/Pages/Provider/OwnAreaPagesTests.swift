import Foundation
import HTTPTypes
import Marketplace
import Postgres
import Testing

@testable import Server

/// `/provider/centres/{id}/area`.
@Suite(.server) struct OwnAreaPagesTests {
    private var words: Words { Site.current[.english].words }

    private func page(_ owner: Person) async throws -> (browser: Browser, path: String, page: WebPage) {
        let centre = try await server.register(as: owner)
        let browser = Browser(server, as: owner)
        let path = CentrePart.area.path(of: centre.id)
        return (browser, path, try await browser.open(path))
    }

    @Test(arguments: [
        (["kind": "radius", "radius_km": "4.5"], "provider.area.kind.radius", ["km": "4.5"]),
        (["kind": "pincodes", "pincodes": "600001, 600002\n௬௦௦௦௦௩"], "provider.area.kind.pincodes", ["count": "3"]),
        (["kind": "district", "district_lgd": "568"], "", [:]),
        (["kind": "city", "city": "Madurai"], "provider.area.kind.city", ["city": "Madurai"]),
    ])
    func `an area is proposed in words, waits for an admin, and can be taken back`(
        typed: [String: String], key: String, values: [String: String]
    ) async throws {
        let (browser, path, page) = try await page(try await server.person(.provider))
        #expect(page.text.contains(words.text("provider.area.none")))
        let proposed = try await browser.submit(try page.form(path), typed)
        #expect(proposed.address == path + "?done=provider.area_proposed", "\(proposed.text)")
        #expect(proposed.text.contains(words.text("provider.area.state.proposed")))
        if !key.isEmpty { #expect(proposed.text.contains(words.text(key, values))) }
        let withdraw = try #require(WebForm.all(in: proposed.html).first { $0.action.hasSuffix("/withdraw") })
        let other = try await server.person(.provider)
        #expect(try await server.send(.post, withdraw.action, as: other).status == 404)
        let outdated = try await browser.submit(withdraw, ["revision": "99"])
        #expect(outdated.status == 422 && outdated.text.contains(words.text("errors.changed_meanwhile")))
        let gone = try await browser.submit(withdraw)
        #expect(gone.address == path + "?done=provider.area_withdrawn")
        #expect(gone.text.contains(words.text("provider.area.none")))
    }

    @Test(arguments: Language.allCases) func `what is wrong is told beside the field`(language: Language) async throws {
        let owner = try await server.person(.provider)
        let path = CentrePart.area.path(of: try await server.register(as: owner).id)
        let browser = Browser(server, as: owner, language: language.rawValue)
        let words = Site.current[language].words
        let form = try await browser.open(path).form(path)
        for (typed, field, key) in [
            (["kind": "radius", "radius_km": ""], "radius_km", "frame.field.missing"),
            (["kind": "radius", "radius_km": "500"], "radius_km", "provider.field.radius_km.wrong"),
            (["kind": "pincodes", "pincodes": "600001 6000"], "pincodes", "provider.field.pincodes.wrong"),
            (["kind": "pincodes", "pincodes": "110001"], "pincodes", "provider.field.pincodes.unknown_pincode"),
            (["kind": "city", "city": "<b>Atlantis"], "city", "errors.unknown_city"),
            (["kind": "district", "district_lgd": ""], "district_lgd", "frame.field.missing"),
            (["kind": "polygon"], "kind", "provider.field.kind.wrong"),
        ] {
            let refused = try await browser.submit(form, typed)
            #expect(refused.status == 422 && refused.error(of: field) == words.text(key), "\(typed)")
            #expect(!refused.html.contains("<b>Atlantis"))
            if let city = typed["city"] { #expect(try refused.form(path).fields["city"] == city) }
        }
    }
}
