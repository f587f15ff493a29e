import Foundation
import Marketplace
import Matching
import Testing

@testable import Server

@Suite(.server) struct CoverageMapPageTests {
    private func browser(_ language: Language = .english) async throws -> Browser {
        Browser(server, as: try await server.person(.dispatcher), choosing: language)
    }

    @Test func `the map has all that its script asks for, and the state's figures beside it`() async throws {
        let page = try await browser().open("/dispatch")
        #expect(page.status == 200)
        for part in [
            "modes", "map", "legend", "details", "suggest", "suggestions", "tools", "circle", "changes", "result",
        ] {
            #expect(page.html.contains("data-coverage-\(part)"), "\(part)")
        }
        #expect(page.html.contains("data-texts=\"coverage\"") && page.html.contains("data-texts=\"staff-map\""))
        let state = try await CoverageSummary.find(on: server.pool).state
        let formats = Formats(Site.current[.english].words)
        #expect(page.text.contains(formats.number(state.demand - state.coveredDemand)))
        #expect(page.text.contains(formats.percent(Double(state.coveredPincodes) / Double(state.pincodes))))
    }

    @Test func `the other way stands below: every district, and the one that is asked for is marked`() async throws {
        let page = try await browser(.tamil).open("/dispatch?district=568")
        #expect(page.html.matches(of: /<tr data-district="\d+"/).count == 38)
        #expect(page.html.matches(of: /data-district="568"[^>]*aria-current="true"/).count == 1)
        #expect(page.html.matches(of: /<tr[^>]*aria-current="true"/).count == 1)
        #expect(page.html.contains("<bdi lang=\"ta\">சென்னை</bdi>"))
        #expect(page.html.contains("data-district=\"568\" data-name=\"Chennai\""))
        let plain = try await browser().open("/dispatch?district=<script>")
        #expect(plain.status == 200 && !plain.html.contains("<script>\""))
    }

    @Test func `suggestions can be asked for by a link, with the form filled in`() async throws {
        let page = try await browser().open("/dispatch?suggest=1&count=7&district=568&radius_km=12.5")
        #expect(page.html.contains("data-coverage-suggest=\"now\""))
        let form = try page.form("/dispatch/suggestions")
        #expect(form.fields["count"] == "7" && form.fields["district"] == "568" && form.fields["radius_km"] == "12.5")
        let plain = try await browser().open("/dispatch")
        #expect(!plain.html.contains("data-coverage-suggest=\"now\""))
        #expect(try plain.form("/dispatch/suggestions").fields["count"] == "5")
    }

    @Test func `every tab leads to a page that says which one it is`() async throws {
        for language in Language.allCases {
            let browser = try await browser(language)
            for tab in DispatchTab.allCases {
                let page = try await browser.open(tab.path)
                #expect(page.status == 200, "\(tab) \(page.text)")
                let current = page.html.matches(of: /<a href="([^"]*)" aria-current="page">([^<]*)<\/a>/)
                    .filter { $0.1.hasPrefix("/dispatch") }
                #expect(current.contains { $0.1 == tab.path }, "\(tab) in \(language)")
                #expect(!page.text.contains("dispatch."), "\(tab) shows a key")
            }
        }
    }
}
